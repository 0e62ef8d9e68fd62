--liquibase formatted sql

--changeset cadenza:identity-1
create table app_user (
    id            uuid primary key,
    email         text        not null unique,
    password_hash text        not null,
    first_name    text,
    last_name     text,
    company_name  text,
    role          text        not null check (role in ('ADMINISTRATOR', 'MARKETER', 'ANALYST')),
    active        boolean     not null default true,
    is_verified   boolean     not null default false,
    last_login_at timestamptz,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    token_version integer     not null default 0,
    version       integer     not null default 0
);
