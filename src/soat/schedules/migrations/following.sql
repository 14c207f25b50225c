-- A visit's half days since 1/1/2000; what hangs on the visit follows it, so that constraints see its time and year.
CREATE FUNCTION schedules_visit_slots() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE begins integer := (NEW.day - DATE '2000-01-01') * 2 + (NEW.half = 'pm')::integer;
BEGIN
  NEW.slots := CASE WHEN NEW.day IS NULL THEN NULL ELSE int4range(begins, begins + NEW.half_days) END;
  RETURN NEW;
END $$;
CREATE TRIGGER schedules_visit_slots BEFORE INSERT OR UPDATE ON schedules_visit
  FOR EACH ROW EXECUTE FUNCTION schedules_visit_slots();

CREATE FUNCTION schedules_year_of(visit schedules_visit) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT COALESCE(extract(year FROM visit.day)::integer, p.year) FROM public.programmes_programme p
   WHERE p.id = visit.programme_id
$$;

CREATE FUNCTION schedules_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.schedules_crew SET slots = NEW.slots, standing = NEW.state <> 'cancelled' WHERE visit_id = NEW.id;
  UPDATE public.schedules_content
     SET standing = NEW.state <> 'cancelled', agency_id = NEW.agency_id, year = public.schedules_year_of(NEW)
   WHERE visit_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER schedules_follow AFTER UPDATE OF day, half, half_days, state, agency_id ON schedules_visit
  FOR EACH ROW EXECUTE FUNCTION schedules_follow();

CREATE FUNCTION schedules_crew_of_visit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT v.slots, v.state <> 'cancelled', v.programme_id INTO NEW.slots, NEW.standing, NEW.programme_id
    FROM public.schedules_visit v WHERE v.id = NEW.visit_id;
  SELECT m.person_id INTO NEW.person_id FROM public.teams_member m WHERE m.id = NEW.member_id;
  RETURN NEW;
END $$;
CREATE TRIGGER schedules_crew_of_visit BEFORE INSERT ON schedules_crew
  FOR EACH ROW EXECUTE FUNCTION schedules_crew_of_visit();

CREATE FUNCTION schedules_content_of_visit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE visit public.schedules_visit;
BEGIN
  SELECT * INTO visit FROM public.schedules_visit v WHERE v.id = NEW.visit_id;
  NEW.programme_id := visit.programme_id;
  NEW.agency_id := visit.agency_id;
  NEW.standing := visit.state <> 'cancelled';
  NEW.year := public.schedules_year_of(visit);
  RETURN NEW;
END $$;
CREATE TRIGGER schedules_content_of_visit BEFORE INSERT ON schedules_content
  FOR EACH ROW EXECUTE FUNCTION schedules_content_of_visit();

-- Her own visits: a crew sees the surprise it goes to. Owner's function, so that policies do not ask one another.
CREATE FUNCTION schedules_my_visits() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT c.visit_id FROM public.schedules_crew c JOIN public.people_person p ON p.id = c.person_id
   WHERE public.soat_kind() = 'person' AND p.user_id = public.soat_user()
$$;

CREATE FUNCTION schedules_notice_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'Thông báo đã gửi thì giữ nguyên; hãy gửi thông báo thay đổi.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER schedules_notice_kept BEFORE UPDATE OR DELETE ON schedules_notice
  FOR EACH ROW EXECUTE FUNCTION schedules_notice_kept();
