--liquibase formatted sql

--changeset cadenza:outcome-1
-- Messages of unknown outcome that one person decides about together: a campaign's through one sender on one day. A
-- group that is closed may get a successor.
create table unknown_group (
    id                uuid primary key,
    owner_id          uuid,
    channel           text        not null,
    sender_account_id uuid,
    day               date        not null,
    opened_at         timestamptz not null,
    closed_at         timestamptz
);
create unique index unknown_group_open on unknown_group
    (channel, day, coalesce(owner_id, '00000000-0000-0000-0000-000000000000'),
     coalesce(sender_account_id, '00000000-0000-0000-0000-000000000000')) where closed_at is null;

-- When a provider is asked next what became of a message.
create table unknown_lookup (
    message_id uuid primary key,
    attempts   integer     not null default 0,
    next_at    timestamptz not null
);
create index unknown_lookup_due on unknown_lookup (next_at);
