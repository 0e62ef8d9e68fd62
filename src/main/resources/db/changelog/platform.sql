--liquibase formatted sql

--changeset cadenza:platform-1
create table app_secret (
    name  text primary key,
    value bytea not null
);
