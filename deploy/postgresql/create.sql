-- sudo -u postgres psql -f create.sql
-- 建一个只属于本系统的账号和空的数据库。账号走本机连接，不设口令（见 pg_hba.conf 里 127.0.0.1 一行）；
-- 要口令的，运行 \password deliberation，并把口令写进设置文件的 DATABASE_URL。
CREATE ROLE deliberation LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE deliberation OWNER deliberation ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE deliberation FROM PUBLIC;
