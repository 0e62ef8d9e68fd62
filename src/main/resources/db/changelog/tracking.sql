--liquibase formatted sql

--changeset cadenza:tracking-1
-- Every request for a tracking link or an open pixel, also those of scanners. A hit stays PENDING for some seconds,
-- until the hits around it are known too; only HUMAN ones move message.opened_at and message.clicked_at.
create table tracking_hit (
    id             bigint generated always as identity primary key,
    message_id     uuid        not null,
    kind           text        not null check (kind in ('OPEN', 'CLICK')),
    link           integer,
    url            text,
    at             timestamptz not null,
    user_agent     text,
    -- Keyed hash of the network address: tells visitors apart without keeping where they are.
    address_hash   bytea,
    classification text        not null check (classification in ('PENDING', 'HUMAN', 'MACHINE', 'SUSPECT')),
    reason         text
);
create index tracking_hit_message on tracking_hit (message_id, at);
create index tracking_hit_pending on tracking_hit (at) where classification = 'PENDING';

-- Hits beyond the number that is kept for one message: counted, so that they are known, and no more.
create table tracking_overflow (
    message_id uuid primary key,
    hits       bigint      not null,
    last_at    timestamptz not null
);
