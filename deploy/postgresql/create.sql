-- sudo -u postgres psql -f create.sql
-- 建一个只属于本系统的账号和空的数据库。账号不设口令：本机的系统账号 deliberation 从套接字连接，数据库认得它
-- （pg_hba.conf 里 local … peer 一行，Debian 装好就有）。设置文件写 DATABASE_URL=postgresql:///deliberation?host=/run/postgresql
-- 数据库在别的机器上的，运行 \password deliberation，并把口令和地址写进设置文件的 DATABASE_URL。
CREATE ROLE deliberation LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE deliberation OWNER deliberation ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE deliberation FROM PUBLIC;
