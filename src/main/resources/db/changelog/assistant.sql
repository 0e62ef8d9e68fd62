--liquibase formatted sql

--changeset cadenza:assistant-1
-- Before the campaigns, which refer to it.
create table assistant_conversation (
    id          uuid primary key,
    user_id     uuid        not null references app_user on delete cascade,
    title       text,
    status      text        not null default 'ACTIVE',
    plan        jsonb       not null,
    -- What was asked back last, with the answers to choose from.
    question    jsonb,
    -- The plan as the campaign was last written from it, and the campaign's version then.
    written         jsonb,
    written_version integer,
    -- An answer is being found until then; a second request waits its turn.
    busy_until  timestamptz,
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);
create index assistant_conversation_user on assistant_conversation (user_id, id);
create index assistant_conversation_age on assistant_conversation (updated_at);

create table assistant_message (
    id              uuid primary key,
    conversation_id uuid        not null references assistant_conversation on delete cascade,
    role            text        not null,
    content         text        not null,
    metadata        jsonb       not null default '{}',
    created_at      timestamptz not null
);
create index assistant_message_conversation on assistant_message (conversation_id, id);
