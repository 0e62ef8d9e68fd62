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

--changeset cadenza:identity-2
alter table app_user drop constraint app_user_role_check;
alter table app_user add constraint app_user_role_check
    check (role in ('ADMINISTRATOR', 'MARKETER', 'ANALYST', 'SERVICE'));

-- One row for each sign-in that goes on: with refresh tokens (API), or in a browser at Tasklist or Cockpit (WEBAPP).
create table user_session (
    id                 uuid primary key,
    user_id            uuid        not null references app_user on delete cascade,
    kind               text        not null check (kind in ('API', 'WEBAPP')),
    -- Of the one refresh token that is good now; tokens are made from the salt, the generation and a key.
    refresh_token_hash text,
    token_salt         bytea,
    generation         integer     not null default 0,
    rotated_at         timestamptz,
    access_token_jti   text unique,
    -- The user's at the beginning; the session is over once the user's has moved on.
    token_version      integer     not null,
    expires_at         timestamptz not null,
    ends_at            timestamptz not null,
    is_revoked         boolean     not null default false,
    revoked_at         timestamptz,
    revoked_reason     text,
    ip_address         inet,
    user_agent         text,
    last_used_at       timestamptz not null,
    created_at         timestamptz not null,
    updated_at         timestamptz not null
) with (fillfactor = 70);
create index user_session_user on user_session (user_id);
create index user_session_expires on user_session (expires_at);

create table token_blacklist (
    id         uuid primary key,
    jti        text        not null unique,
    user_id    uuid        not null references app_user on delete cascade,
    expires_at timestamptz not null,
    created_at timestamptz not null
);
create index token_blacklist_expires on token_blacklist (expires_at);

-- What was tried how often, by account and by address, for all nodes. Subjects of accounts are hashed.
create table attempt_count (
    subject       text primary key,
    attempts      integer     not null,
    first_at      timestamptz not null,
    last_at       timestamptz not null,
    refused_until timestamptz,
    allowed       boolean     not null
) with (fillfactor = 70);
create index attempt_count_last on attempt_count (last_at);

-- Links that are mailed to people: an invitation, the verification of an address, a forgotten password. No secret is
-- kept here: the token in the link is made from the id and a key.
create table account_link (
    id           uuid primary key,
    purpose      text        not null check (purpose in ('INVITATION', 'VERIFICATION', 'PASSWORD_RESET')),
    email        text        not null,
    user_id      uuid references app_user on delete cascade,
    role         text check (role in ('ADMINISTRATOR', 'MARKETER', 'ANALYST', 'SERVICE')),
    first_name   text,
    last_name    text,
    company_name text,
    created_by   text,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    used_at      timestamptz,
    revoked_at   timestamptz,
    mail_state   text        not null check (mail_state in ('PENDING', 'SENT', 'FAILED', 'DROPPED')),
    mail_due_at  timestamptz not null,
    mail_tries   integer     not null default 0,
    mail_error   text
);
create index account_link_mail on account_link (mail_due_at) where mail_state = 'PENDING';
create index account_link_email on account_link (email);
create index account_link_user on account_link (user_id);

create table api_key (
    id           uuid primary key,
    user_id      uuid        not null references app_user on delete cascade,
    name         text        not null,
    key_hash     text        not null,
    scopes       text[]      not null,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    created_at   timestamptz not null
) with (fillfactor = 70);
create index api_key_user on api_key (user_id);

--changeset cadenza:access-1
-- Whose a row is, for every kind of row that has an owner. A row that is not here belongs to everybody.
create table ownership (
    row_id     uuid primary key,
    kind       text        not null,
    owner_id   uuid        not null references app_user on delete cascade,
    shared     boolean     not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index ownership_private on ownership (row_id, owner_id) where not shared;
create index ownership_owner on ownership (owner_id);

-- With whom its owner shares a row that is not shared with all.
create table row_share (
    row_id  uuid not null references ownership on delete cascade,
    user_id uuid not null references app_user on delete cascade,
    primary key (row_id, user_id)
);
create index row_share_user on row_share (user_id);
