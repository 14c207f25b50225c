-- Search of the register (requirement L4). Under row-level security, LIKE and @@ may not use an index, since they could
-- leak; this function runs as the owner, uses the indexes, and answers only those who may see the register.
CREATE FUNCTION legal_search(sought text, most integer) RETURNS TABLE (id uuid, place integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  words tsquery := plainto_tsquery('simple', sought);
  pattern text := '%' || replace(replace(replace(sought, '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
  IF sought = '' OR NOT (soat_kind() = 'system' OR soat_may('legal.view')) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT d.id,
           CASE WHEN d.number_key LIKE '%' || replace(replace(sought, ' ', ''), '-', '') || '%' THEN 0
                WHEN left(d.folded, 600) LIKE pattern THEN 1
                WHEN d.folded LIKE pattern THEN 2
                ELSE 3 END AS place
      FROM legal_document d
     WHERE d.folded LIKE pattern OR to_tsvector('simple'::regconfig, COALESCE(d.folded, '')) @@ words
     ORDER BY 2, d.issued_on DESC NULLS LAST, d.number
     LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION legal_search(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION legal_search(text, integer) TO soat_app;
