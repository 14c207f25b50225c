-- Search of the register (requirement L4). Under row-level security LIKE, ~ and @@ may not use an index, since they are
-- not leakproof; this function runs as the owner, uses the indexes, and answers only those who may see the register.
-- `sought` is folded text, `key` that of the document number in it. A word stands for all that begin with it.
-- The index finds the documents; the order is number, head (number to signer), text, the phrase before its words.
CREATE FUNCTION legal_search(sought text, key text, most integer) RETURNS TABLE (id uuid, place integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  words text := btrim(regexp_replace(sought, '[^[:alnum:]]+', ' ', 'g'));
  query tsquery;
  phrase text := CASE WHEN sought ~ '^[[:alnum:]]' THEN '\m' ELSE '' END
                 || regexp_replace(sought, '([^[:alnum:][:space:]])', '\\\1', 'g');
  plain text := replace(replace(replace(key, '\', '\\'), '%', '\%'), '_', '\_');
BEGIN
  IF words = '' OR NOT (soat_kind() = 'system' OR soat_may('legal.view')) THEN
    RETURN;
  END IF;
  query := to_tsquery('simple', replace(words, ' ', ':* & ') || ':*');
  RETURN QUERY
    SELECT d.id,
           CASE WHEN d.number_key = key OR d.number_key LIKE plain || '/%' THEN 0
                WHEN d.number_key LIKE plain || '%' THEN 1
                WHEN d.folded_head ~ phrase THEN 2
                WHEN to_tsvector('simple', regexp_replace(d.folded_head, '[^[:alnum:]]+', ' ', 'g')) @@ query THEN 3
                WHEN d.folded ~ phrase THEN 4
                ELSE 5 END AS place
      FROM legal_document d
     WHERE to_tsvector('simple'::regconfig,
                       COALESCE(regexp_replace(d.folded, '[^[:alnum:]]+', ' ', 'g'), '')) @@ query
        OR (key LIKE '%/%' AND d.number_key LIKE plain || '%')
     ORDER BY 2, d.issued_on DESC NULLS LAST, d.number, d.id
     LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION legal_search(text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION legal_search(text, text, integer) TO soat_app;
DROP FUNCTION legal_search(text, integer);
