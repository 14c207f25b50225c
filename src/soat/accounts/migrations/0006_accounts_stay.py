"""Accounts and invitations are locked, taken back, never deleted (requirements P2, P4)."""

from django.db import migrations

from soat.access.policies import renew


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_mail_by_hand")]
    operations = [renew("accounts_user", delete="false"), renew("accounts_invitation", delete="false")]
