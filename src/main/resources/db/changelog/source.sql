--liquibase formatted sql

--changeset cadenza:source-1
create table data_source (
    id               uuid primary key,
    -- The last part of its address; known to whoever sends, and no secret.
    key              text        not null,
    name             text        not null,
    type             text        not null check (type in ('GTM', 'FACEBOOK_PIXEL', 'SHOPIFY', 'WEBHOOK', 'FORM')),
    status           text        not null check (status in ('ACTIVE', 'PAUSED', 'DISCONNECTED')),
    settings         jsonb       not null default '{}',
    secrets          bytea       not null,
    secrets_key      text        not null,
    -- Until when the secret before the present one counts too.
    old_secret_until timestamptz,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    version          integer     not null default 0
);
create unique index data_source_key on data_source (key);
create unique index data_source_name on data_source (lower(name));

-- What was counted for good; written once for each batch that is applied, never when something comes in. What is open or
-- refused at the moment is counted from data_todo.
create table data_source_count (
    source_id    uuid primary key references data_source on delete cascade,
    applied      bigint not null default 0,
    forgotten    bigint not null default 0,
    last_sync_at timestamptz
) with (fillfactor = 50);

-- Every event that a source sent, as it came. What is still to be done about one is a row of data_todo.
create table data_event (
    id          uuid primary key,
    source_id   uuid        not null,
    topic       text        not null,
    -- Of the sender's own id for the event: the same event is kept once.
    event_key   uuid        not null,
    -- Whether who sent it knew the secret; a browser does not.
    proven      boolean     not null,
    received_at timestamptz not null,
    payload     text        not null,
    lead_id     uuid
);
create unique index data_event_once on data_event (event_key);
create index data_event_source on data_event (source_id, id);
create index data_event_lead on data_event (lead_id) where lead_id is not null;
create index data_event_received on data_event using brin (received_at);

create table data_todo (
    event_id  uuid primary key,
    source_id uuid        not null,
    status    text        not null check (status in ('RECEIVED', 'ANONYMOUS', 'REFUSED', 'FAILED')),
    attempts  integer     not null default 0,
    retry_at  timestamptz not null,
    -- The identities under which somebody may become known.
    waits_for uuid[],
    reason    text
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
create index data_todo_due on data_todo (retry_at) where status = 'RECEIVED';
create index data_todo_source on data_todo (source_id, status);
create index data_todo_refused on data_todo (status) where status in ('REFUSED', 'FAILED');
create index data_todo_anonymous on data_todo using gin (waits_for) where status = 'ANONYMOUS';

-- A browser, a cart, a customer's number at a source: digests, and whose they are as soon as that is known. Who applies
-- events of one locks its row, so what it did before it was known and what makes it known can't miss each other.
create table source_identity (
    id        uuid primary key,
    source_id uuid        not null,
    lead_id   uuid,
    seen_at   timestamptz not null
);
create index source_identity_lead on source_identity (lead_id) where lead_id is not null;
create index source_identity_source on source_identity (source_id, seen_at);

-- SHA-256 of addresses, for sources that tell no more than that. Filled when somebody asks, so that an import pays nothing.
create table lead_hash (
    hash    bytea primary key,
    lead_id uuid not null
);
create index lead_hash_lead on lead_hash (lead_id);
create table lead_hash_state (
    one      boolean primary key default true check (one),
    up_to    timestamptz not null,
    whole_at timestamptz not null
);
insert into lead_hash_state (up_to, whole_at) values ('epoch', 'epoch');

-- Leads that a source brought, for the day on which it takes all of its own away.
create table source_lead (
    source_id uuid        not null,
    lead_id   uuid        not null,
    made_at   timestamptz not null,
    primary key (source_id, lead_id)
);
create index source_lead_lead on source_lead (lead_id);


--changeset cadenza:source-2
-- Of a customer: the time of the latest event that told something of the person itself. Deliveries are repeated for hours; what
-- comes later and is older fills only what is empty.
alter table source_identity add column told_at timestamptz;
