-- What row-level policies ask. The functions run as the owner, so that they may read the tables of rights whole.
CREATE FUNCTION soat_kind() RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT COALESCE(NULLIF(current_setting('soat.kind', true), ''), 'nobody') $$;

CREATE FUNCTION soat_user() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT NULLIF(current_setting('soat.user_id', true), '')::uuid $$;

-- Actions bound to no programme.
CREATE FUNCTION soat_may(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT soat_kind() = 'person' AND EXISTS (
    SELECT 1 FROM access_permission p WHERE p.action = wanted AND p.scope = 'everywhere' AND (
      p.role = 'person' OR p.role IN (
        SELECT g.role FROM access_grant g WHERE g.user_id = soat_user() AND g.ended_at IS NULL)))
$$;

-- Actions on rows about herself.
CREATE FUNCTION soat_may_own(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT soat_kind() = 'person' AND EXISTS (
    SELECT 1 FROM access_permission p WHERE p.action = wanted AND p.scope = 'own' AND p.role = 'person')
$$;

-- Programmes of whose rows she may see or change all.
CREATE FUNCTION soat_programmes(wanted text) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.id FROM access_grant g
    JOIN access_scope s ON s.id = g.programme_id
    JOIN access_permission p ON p.role = g.role AND p.action = wanted AND p.scope = 'programme'
      AND p.state IN ('*', s.state)
   WHERE soat_kind() = 'person' AND g.user_id = soat_user() AND g.ended_at IS NULL
$$;

-- (programme, agency) pairs of whose rows she may see or change: her agency and those it succeeded.
CREATE FUNCTION soat_units(wanted text) RETURNS TABLE (programme_id uuid, agency_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.id, h.predecessor_id FROM access_grant g
    JOIN access_scope s ON s.id = g.programme_id
    JOIN access_permission p ON p.role = g.role AND p.action = wanted AND p.scope = 'unit'
      AND p.state IN ('*', s.state)
    JOIN access_heir h ON h.agency_id = g.agency_id
   WHERE soat_kind() = 'person' AND g.user_id = soat_user() AND g.ended_at IS NULL
$$;
