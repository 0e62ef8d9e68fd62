--liquibase formatted sql

--changeset cadenza:channel-1
-- How far each mailbox has been read, and which node reads it at present.
create table mailbox_cursor (
    source       text primary key,
    uid_validity bigint      not null default 0,
    last_uid     bigint      not null default 0,
    polled_by    text,
    polled_until timestamptz
);

-- SHA-256 of each mail that was handed on. A mailbox that the server numbers anew is read again from its beginning;
-- what was handed on before is recognised here.
create table mailbox_mail (
    source      text  not null,
    fingerprint bytea not null,
    primary key (source, fingerprint)
);

-- Mails that no listener could take. Offered again until next_attempt_at is null.
create table mailbox_failure (
    id              uuid primary key,
    mailbox         text        not null,
    uid_validity    bigint      not null,
    uid             bigint      not null,
    raw             bytea       not null,
    received_at     timestamptz not null,
    attempts        integer     not null,
    error           text        not null,
    next_attempt_at timestamptz,
    created_at      timestamptz not null
);
create index mailbox_failure_due on mailbox_failure (next_attempt_at) where next_attempt_at is not null;

--changeset cadenza:channel-2
-- An account at a provider. Its credentials are encrypted with the key of that name (the beginning of its SHA-256).
create table channel_config (
    id               uuid primary key,
    name             text        not null,
    provider         text        not null,
    channel          text        not null
        check (channel in ('EMAIL', 'SMS', 'WHATSAPP', 'MESSENGER', 'INSTAGRAM', 'PUSH')),
    settings         jsonb       not null default '{}',
    credential_names text[]      not null default '{}',
    credentials_key  text        not null,
    credentials      bytea       not null,
    per_second       numeric(12, 6),
    per_day          integer,
    active           boolean     not null default true,
    -- How much of the limits is used: messages on this day (UTC), and the time at which the rate is used up to.
    pace_day         date,
    pace_sent        integer     not null default 0,
    pace_next_at     timestamptz,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    version          integer     not null default 0
) with (fillfactor = 50);
create unique index channel_config_name on channel_config (lower(name));
