"""Accounts (requirement P2): users, invitations, sign-in with password, TOTP, passkeys, single sign-on."""
