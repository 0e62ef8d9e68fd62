--liquibase formatted sql

--changeset cadenza:lead-1
-- Columns of fixed width come first, so that none of them is padded. Every index on this table costs an import about as
-- much as the row itself: leads are listed in the order of their ids, which are ordered by time (UUID version 7), and
-- addresses are compared byte by byte.
create table lead (
    id                   uuid primary key,
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    last_message_sent_at timestamptz,
    import_position      bigint,
    score                integer     not null default 0,
    version              integer     not null default 0,
    import_batch_id      uuid,
    stopped_automation   boolean     not null default false,
    email                text collate "C",
    phone                text collate "C",
    first_name           text,
    last_name            text,
    company              text,
    title                text,
    linkedin_url         text,
    website              text,
    city                 text,
    country              text,
    timezone             text,
    source               text        not null,
    status               text        not null default 'NEW',
    attributes           jsonb       not null default '{}',
    raw_data             jsonb,
    constraint lead_reachable check (email is not null or phone is not null)
);
create unique index lead_email on lead (email) where email is not null;
create unique index lead_phone on lead (phone) where phone is not null;
create index lead_created on lead using brin (created_at);
