-- access_heir: each agency answers for itself and for all it succeeded, directly or through others.
CREATE FUNCTION people_heirs() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  DELETE FROM access_heir;
  INSERT INTO access_heir (agency_id, predecessor_id)
  WITH RECURSIVE line(agency_id, predecessor_id) AS (
    SELECT id, id FROM people_agency
    UNION
    SELECT line.agency_id, s.predecessor_id FROM line JOIN people_succession s ON s.successor_id = line.predecessor_id
  )
  SELECT agency_id, predecessor_id FROM line;
  RETURN NULL;
END $$;
CREATE TRIGGER people_heirs_agency AFTER INSERT OR DELETE ON people_agency
  FOR EACH STATEMENT EXECUTE FUNCTION people_heirs();
CREATE TRIGGER people_heirs_succession AFTER INSERT OR UPDATE OR DELETE ON people_succession
  FOR EACH STATEMENT EXECUTE FUNCTION people_heirs();

ALTER TABLE access_grant ADD CONSTRAINT access_grant_agency_fk
  FOREIGN KEY (agency_id) REFERENCES people_agency (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE accounts_invitation ADD CONSTRAINT accounts_invitation_agency_fk
  FOREIGN KEY (agency_id) REFERENCES people_agency (id) DEFERRABLE INITIALLY DEFERRED;

-- Persons she may see: herself, holders of roles in programmes whose people she may see, officers of her agencies.
CREATE FUNCTION soat_people() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT p.id FROM people_person p WHERE soat_kind() = 'person' AND p.user_id = soat_user()
  UNION
  SELECT p.id FROM people_person p JOIN access_grant g ON g.user_id = p.user_id
   WHERE g.ended_at IS NULL AND g.programme_id IN (SELECT soat_programmes('person.view'))
  UNION
  SELECT o.person_id FROM people_position o WHERE o.agency_id IN (SELECT u.agency_id FROM soat_units('person.view') u)
$$;
