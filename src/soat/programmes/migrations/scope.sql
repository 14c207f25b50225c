-- access_scope follows the programmes: what rights need to know of them.
CREATE FUNCTION programmes_scope() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM access_scope WHERE id = OLD.id;
    RETURN OLD;
  END IF;
  INSERT INTO access_scope (id, state) VALUES (NEW.id, NEW.state)
    ON CONFLICT (id) DO UPDATE SET state = EXCLUDED.state;
  RETURN NEW;
END $$;
CREATE TRIGGER programmes_scope AFTER INSERT OR UPDATE OF state OR DELETE ON programmes_programme
  FOR EACH ROW EXECUTE FUNCTION programmes_scope();

ALTER TABLE access_grant ADD CONSTRAINT access_grant_programme_fk
  FOREIGN KEY (programme_id) REFERENCES programmes_programme (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE accounts_invitation ADD CONSTRAINT accounts_invitation_programme_fk
  FOREIGN KEY (programme_id) REFERENCES programmes_programme (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE legal_citation ADD CONSTRAINT legal_citation_programme_fk
  FOREIGN KEY (programme_id) REFERENCES programmes_programme (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;

-- A version of the outline in use or retired is frozen, nodes and all (requirement G4).
CREATE FUNCTION programmes_outline_frozen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE which uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.outline_id ELSE NEW.outline_id END;
BEGIN
  IF EXISTS (SELECT 1 FROM programmes_outline WHERE id = which AND state <> 'draft') THEN
    RAISE EXCEPTION 'Phiên bản đề cương đã ban hành thì không sửa được; hãy tạo phiên bản mới.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER programmes_outline_frozen BEFORE INSERT OR UPDATE OR DELETE ON programmes_node
  FOR EACH ROW EXECUTE FUNCTION programmes_outline_frozen();
