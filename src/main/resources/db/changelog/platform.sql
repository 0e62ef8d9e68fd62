--liquibase formatted sql

--changeset cadenza:platform-1
create table app_secret (
    name  text primary key,
    value bytea not null
);

--changeset cadenza:platform-2 splitStatements:false
-- Text is compared without regard to case by simple case folding that depends neither on the database's locale nor on
-- the machine: built into PostgreSQL since 17; before that, as near to it as the server has.
do $$
declare
    known name;
begin
    select collname into known from pg_collation
    where collname in ('pg_c_utf8', 'C.utf8', 'C.UTF-8', 'und-x-icu')
    order by array_position(array['pg_c_utf8', 'C.utf8', 'C.UTF-8', 'und-x-icu']::name[], collname) limit 1;
    if known is null then
        raise exception 'This server has no collation that folds the case of all letters: PostgreSQL 17, or one with ICU, is needed';
    end if;
    execute format('create collation folding from pg_catalog.%I', known);
end
$$;
