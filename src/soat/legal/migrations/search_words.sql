-- Search of the register (requirement L4). Under row-level security LIKE, ~ and @@ may not use an index, since they are
-- not leakproof; this function runs as the owner, uses the indexes, and answers only those who may see the register.
-- `sought` is folded text, `key` that of the document number in it. A word stands for all that begin with it.
-- The index finds the documents; the order is number, head (number to signer), text, the phrase before its words.
-- Sequential scans are off because the planner does not count what making the words of long texts costs.
CREATE FUNCTION legal_search(sought text, key text, most integer) RETURNS TABLE (id uuid, place integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET enable_seqscan = off AS $$
DECLARE
  words text[] := array_remove(regexp_split_to_array(sought, '[^[:alnum:]]+'), '');
  query tsquery;
  phrase text := ' ' || sought;
  plain text := replace(replace(replace(key, '\', '\\'), '%', '\%'), '_', '\_');
  begins text[] := ARRAY(SELECT '% ' || word || '%' FROM unnest(words) word);
BEGIN
  IF words = '{}' OR NOT (soat_kind() = 'system' OR soat_may('legal.view')) THEN
    RETURN;
  END IF;
  query := to_tsquery('simple', array_to_string(words, ':* & ') || ':*');
  RETURN QUERY
    SELECT d.id,
           CASE WHEN d.number_key = key OR d.number_key LIKE plain || '/%' THEN 0
                WHEN d.number_key LIKE plain || '%' THEN 1
                WHEN strpos(' ' || d.folded_head, phrase) > 0 THEN 2
                WHEN ' ' || d.folded_head LIKE ALL (begins) THEN 3
                WHEN strpos(d.folded, phrase) > 0 THEN 4
                ELSE 5 END AS place
      FROM legal_document d
     WHERE d.id IN (SELECT w.id FROM legal_document w
                     WHERE to_tsvector('simple'::regconfig,
                                       COALESCE(regexp_replace(w.folded, '[^[:alnum:]]+', ' ', 'g'), '')) @@ query
                     UNION
                    SELECT n.id FROM legal_document n WHERE key LIKE '%/%' AND n.number_key LIKE plain || '%')
     ORDER BY 2, d.issued_on DESC NULLS LAST, d.number, d.id
     LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION legal_search(text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION legal_search(text, text, integer) TO soat_app;
DROP FUNCTION legal_search(text, integer);
