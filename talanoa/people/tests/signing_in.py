"""Who is signed in."""


def signed_in(client):
    return int(client.session.get("_auth_user_id", 0))
