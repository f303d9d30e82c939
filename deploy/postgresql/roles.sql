-- Who may do what in the database. Run once as a superuser of PostgreSQL, in the database of the portal, before `manage.py prepare`.
--   portal_owner   owns the tables; only `manage.py prepare` (an upgrade) signs in with it
--   portal_app     the web and worker processes; can't alter a table, switch a trigger off or empty a table
--   portal_backup  copies the cluster; reads no table
-- Passwords are set apart: ALTER ROLE portal_app PASSWORD '...';
CREATE ROLE portal_owner LOGIN;
CREATE ROLE portal_app LOGIN;
CREATE ROLE portal_backup LOGIN REPLICATION;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO portal_owner;
GRANT USAGE ON SCHEMA public TO portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal_app;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO portal_app;
