"""Files stand in their own table now. Apart from the migration that moved them: their keys are checked at its end."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("legal", "0005_files")]
    operations = [
        migrations.RemoveField(model_name="document", name=name) for name in ("file", "file_name", "file_type")
    ]
