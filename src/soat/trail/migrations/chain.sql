-- Adds the link to its chain under a lock, and refuses any later change.
CREATE FUNCTION trail_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE head trail_chainhead%ROWTYPE;
BEGIN
  INSERT INTO trail_chainhead (chain, seq, hash) VALUES (NEW.chain, 0, '') ON CONFLICT (chain) DO NOTHING;
  SELECT * INTO head FROM trail_chainhead WHERE chain = NEW.chain FOR UPDATE;
  NEW.seq := head.seq + 1;
  NEW.previous_hash := head.hash;
  NEW.hash := encode(sha256(convert_to(head.hash || E'\n' || NEW.payload, 'UTF8')), 'hex');
  UPDATE trail_chainhead SET seq = NEW.seq, hash = NEW.hash WHERE chain = NEW.chain;
  RETURN NEW;
END $$;
CREATE TRIGGER trail_link BEFORE INSERT ON trail_event FOR EACH ROW EXECUTE FUNCTION trail_link();

CREATE FUNCTION trail_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Nhật ký chỉ được thêm, không được sửa hay xóa.';
END $$;
CREATE TRIGGER trail_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_event
  FOR EACH STATEMENT EXECUTE FUNCTION trail_frozen();
REVOKE UPDATE, DELETE, TRUNCATE ON trail_event FROM soat_app;
REVOKE ALL ON trail_chainhead FROM soat_app;
