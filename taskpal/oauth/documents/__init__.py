"""Apps that are described by a document on their own website (CIMD).

Client ID Metadata Documents, draft-ietf-oauth-client-id-metadata-document: the client
id is the document's address. Sections named here are those of revision 02.
"""
