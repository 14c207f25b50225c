"""Reports of duties: confirmed by the coordinator, taken back by the party until then, shown by files (G5).

Sentences that are no tasks are struck; the deadline of a unit's report follows its visit. A party changes nothing of
a duty but its report; files are added and removed by who may report, until the report is confirmed.
"""

import django.db.models.deletion
import soat.common.ids
from django.db import migrations, models


_REPORTED = """
CREATE OR REPLACE FUNCTION programmes_duty_reported() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE reported CONSTANT text[] := ARRAY['evidence', 'done_at', 'done_by'];
BEGIN
  IF soat_kind() = 'system' OR OLD.programme_id IN (SELECT soat_programmes('duty.manage')) THEN
    RETURN NEW;
  END IF;
  IF to_jsonb(NEW) - reported IS DISTINCT FROM to_jsonb(OLD) - reported
     OR OLD.confirmed_at IS NOT NULL OR OLD.retired_at IS NOT NULL
     OR (OLD.done_at IS NULL AND NEW.done_by IS DISTINCT FROM soat_user())
     OR (OLD.done_at IS NOT NULL AND (NEW.done_at IS NOT NULL OR NEW.evidence <> OLD.evidence)) THEN
    RAISE EXCEPTION 'Bên được giao chỉ báo cáo và rút báo cáo chưa được xác nhận; nội dung, hạn do Cơ quan thường trực sửa.'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_security'),
        ('programmes', '0011_names_told'),
    ]

    operations = [
        migrations.CreateModel(
            name='DutyFile',
            fields=[
                ('id', models.UUIDField(default=soat.common.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('added_at', models.DateTimeField()),
                ('added_by', models.UUIDField()),
            ],
            options={
                'ordering': ['added_at', 'name', 'id'],
            },
        ),
        migrations.AddField(
            model_name='duty',
            name='confirmed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='duty',
            name='confirmed_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='duty',
            name='due_before',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='duty',
            name='due_by_visit',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='duty',
            name='strike_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='programmes_duty_confirmed_pair'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), ('done_at__isnull', False), _connector='OR'), name='programmes_duty_confirmed_is_done'),
        ),
        migrations.AddConstraint(
            model_name='duty',
            constraint=models.CheckConstraint(condition=models.Q(('strike_reason', ''), ('retired_at__isnull', False), _connector='OR'), name='programmes_duty_struck'),
        ),
        migrations.AddField(
            model_name='dutyfile',
            name='agency',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency'),
        ),
        migrations.AddField(
            model_name='dutyfile',
            name='duty',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='programmes.duty'),
        ),
        migrations.AddField(
            model_name='dutyfile',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programmes.programme'),
        ),
        migrations.AddConstraint(
            model_name='dutyfile',
            constraint=models.UniqueConstraint(fields=('duty', 'sha256'), name='programmes_dutyfile_once'),
        ),
        migrations.AddConstraint(
            model_name='dutyfile',
            constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='programmes_dutyfile_not_empty'),
        ),
        migrations.RunSQL(_REPORTED, migrations.RunSQL.noop),
    ]
