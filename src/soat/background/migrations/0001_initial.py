from django.db import migrations, models


# Asked by whoever writes, who may not look into the queue. An equal key is answered by a lock on the row that waits, so
# that no worker takes it before the new write is committed; one that a worker has taken no longer holds its key.
LATER = """
CREATE FUNCTION soat_later(queue text, task text, arguments jsonb, key text, at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO procrastinate_jobs (queue_name, task_name, args, queueing_lock, scheduled_at)
  VALUES (queue, task, arguments, key, at)
  ON CONFLICT (queueing_lock) WHERE status = 'todo'
  DO UPDATE SET args = EXCLUDED.args, scheduled_at = EXCLUDED.scheduled_at
$$;
REVOKE ALL ON FUNCTION soat_later(text, text, jsonb, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION soat_later(text, text, jsonb, text, timestamptz) TO soat_app;
CREATE FUNCTION soat_key_freed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.queueing_lock := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER soat_key_freed BEFORE UPDATE OF status ON procrastinate_jobs
  FOR EACH ROW WHEN (NEW.status = 'doing') EXECUTE FUNCTION soat_key_freed();
"""
NO_LATER = """
DROP TRIGGER soat_key_freed ON procrastinate_jobs;
DROP FUNCTION soat_key_freed();
DROP FUNCTION soat_later(text, text, jsonb, text, timestamptz);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("access", "0005_state_held"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        migrations.CreateModel(
            name="Failure",
            fields=[
                ("job_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sentence", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(
            "ALTER TABLE background_failure ADD CONSTRAINT background_failure_job"
            " FOREIGN KEY (job_id) REFERENCES procrastinate_jobs ON DELETE CASCADE",
            "ALTER TABLE background_failure DROP CONSTRAINT background_failure_job",
        ),
        migrations.RunSQL(LATER, NO_LATER),
    ]
