"""An administrator sees whether an account has a second step, and never its secrets (requirements P2, P4).

The library's rows stay open to their holder alone; the function runs as the owner and answers yes or no.
"""

from django.db import migrations

_MAKE = """
CREATE FUNCTION soat_has_second_step(who uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT (soat_kind() IN ('system', 'auth') OR who = soat_user() OR soat_may('account.view')) AND EXISTS (
    SELECT 1 FROM mfa_authenticator a WHERE a.user_id = who AND a.type <> 'recovery_codes')
$$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_names_and_mail")]
    operations = [migrations.RunSQL(_MAKE, "DROP FUNCTION soat_has_second_step(uuid)")]
