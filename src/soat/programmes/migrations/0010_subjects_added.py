"""Subjects added or ended after the start, and duties that are no task any more (requirements S8, G5)."""

import django.db.models.deletion
from django.db import migrations, models



class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_security'),
        ('programmes', '0009_checked_times'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='subject',
            name='programmes_subject_once',
        ),
        migrations.RemoveIndex(
            model_name='duty',
            name='programmes_duty_open',
        ),
        migrations.AddField(
            model_name='duty',
            name='group',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='programmes.duty'),
        ),
        migrations.AddField(
            model_name='duty',
            name='retired_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='subject',
            name='added_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='subject',
            name='added_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='subject',
            name='added_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='subject',
            name='end_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='subject',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='subject',
            name='ended_by',
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name='duty',
            index=models.Index(condition=models.Q(('done_at__isnull', True), ('retired_at__isnull', True)), fields=['due_on'], name='programmes_duty_open'),
        ),
        migrations.AddConstraint(
            model_name='subject',
            constraint=models.UniqueConstraint(condition=models.Q(('agency__isnull', False), ('ended_at__isnull', True)), fields=('programme', 'agency'), name='programmes_subject_once'),
        ),
        migrations.AddConstraint(
            model_name='subject',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('added_at__isnull', True), ('added_by__isnull', True)), models.Q(('added_at__isnull', False), ('added_by__isnull', False)), _connector='OR'), name='programmes_subject_added_pair'),
        ),
        migrations.AddConstraint(
            model_name='subject',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='programmes_subject_ended_pair'),
        ),
        migrations.AddConstraint(
            model_name='subject',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('added_at__isnull', True), models.Q(('added_reason', ''), _negated=True), _connector='OR'), models.Q(('ended_at__isnull', True), models.Q(('end_reason', ''), _negated=True), _connector='OR')), name='programmes_subject_reasons'),
        ),
    ]
