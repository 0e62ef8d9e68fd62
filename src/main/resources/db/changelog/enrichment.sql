--liquibase formatted sql

--changeset cadenza:enrichment-1
create table enrichment_source (
    id            uuid primary key,
    key           text        not null,
    name          text        not null,
    type          text        not null check (type in ('PEOPLE_DATA_LABS', 'FORAGER', 'CRUSTDATA', 'EMBEDDED')),
    active        boolean     not null default true,
    settings      jsonb       not null default '{}',
    secrets       bytea,
    secrets_key   text,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    version       integer     not null default 0
);
create unique index enrichment_source_key on enrichment_source (key);

-- What of a source's rate is used, over all nodes, and until when the source itself wants no question.
create table enrichment_pace (
    source_id     uuid primary key references enrichment_source on delete cascade,
    window_start  timestamptz not null,
    used          integer     not null default 0,
    blocked_until timestamptz
) with (fillfactor = 50);

-- Who asks about a lead at this moment: a question that costs money is not asked twice at once.
create table enrichment_claim (
    source_id uuid        not null references enrichment_source on delete cascade,
    lead_id   uuid        not null,
    until     timestamptz not null,
    primary key (source_id, lead_id)
);

create table lead_enrichment (
    id              uuid primary key,
    lead_id         uuid        not null,
    source_id       uuid        not null references enrichment_source on delete cascade,
    source_key      text        not null,
    -- Whether it was worked out here from what was known, and not told by anybody.
    derived         boolean     not null,
    found           boolean     not null,
    confidence      numeric(3, 2) check (confidence between 0 and 1),
    answer          jsonb       not null,
    tech_stack      text[]      not null default '{}',
    skills          text[]      not null default '{}',
    social_profiles jsonb       not null default '[]',
    filled          text[]      not null default '{}',
    asked_at        timestamptz not null,
    fresh_until     timestamptz not null
);
create index lead_enrichment_lead on lead_enrichment (lead_id, source_id, asked_at);
create index lead_enrichment_asked on lead_enrichment using brin (asked_at);
