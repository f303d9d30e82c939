"""Sign in with the service of one's own council or school: OpenID Connect, authorization code with PKCE.

Who somebody is, is issuer and subject, never an e-mail address.
"""
