--liquibase formatted sql

--changeset cadenza:inbox-1
-- Every mail that came in, as it came. A mail is kept in the transaction that moves the mailbox's cursor and applied in
-- one of its own, so that none is lost and none stops another.
create table inbound_mail (
    id             uuid primary key,
    mailbox        text        not null,
    uid_validity   bigint      not null,
    uid            bigint      not null,
    received_at    timestamptz not null,
    raw            bytea       not null,
    size           integer     not null,
    status         text        not null check (status in ('RECEIVED', 'APPLIED', 'UNMATCHED', 'FAILED')),
    classification text check (classification in ('REPLY', 'AUTO_REPLY', 'BOUNCE', 'COMPLAINT', 'UNSUBSCRIBE',
        'RECEIPT', 'OTHER')),
    -- What told whom it is from: SUBJECT and RECIPIENT are guesses, SENDER knows the lead and no message.
    matched_by     text check (matched_by in ('MESSAGE_ID', 'ADDRESS', 'SUBJECT', 'RECIPIENT', 'SENDER', 'PERSON')),
    rfc_message_id text,
    from_address   text,
    from_name      text,
    recipients     text,
    subject        text,
    mail_date      timestamptz,
    refers_to      text[],
    -- Held by the one mail of several equal ones that was applied; the others point at it.
    dedupe_key     text unique,
    duplicate_of   uuid references inbound_mail,
    lead_id        uuid,
    -- The message of ours that it answers or returns, and the message that it became in the lead's conversation.
    answered_id    uuid,
    message_id     uuid,
    detail         text,
    error          text,
    attempts       integer     not null default 0,
    retry_at       timestamptz not null,
    applied_at     timestamptz,
    unique (mailbox, uid_validity, uid)
);
create index inbound_mail_due on inbound_mail (retry_at) where status = 'RECEIVED';
create index inbound_mail_list on inbound_mail (status, received_at);
create index inbound_mail_message on inbound_mail (message_id) where message_id is not null;

--changeset cadenza:inbox-2
-- Who writes on Messenger or Instagram is known by neither e-mail address nor phone number.
alter table lead add column reachable_elsewhere boolean not null default false;
alter table lead drop constraint lead_reachable;
alter table lead add constraint lead_reachable
    check (email is not null or phone is not null or reachable_elsewhere);

-- One for a lead and a channel, from the first message that came in (or that a person wrote) on. Its messages are the
-- lead's messages on that channel.
create table conversation (
    id                uuid primary key,
    lead_id           uuid        not null references lead on delete cascade,
    channel           text        not null
        check (channel in ('EMAIL', 'SMS', 'WHATSAPP', 'MESSENGER', 'INSTAGRAM', 'PUSH')),
    status            text        not null default 'OPEN' check (status in ('OPEN', 'CLOSED')),
    unread            integer     not null default 0,
    needs_answer      boolean     not null default false,
    assigned_to       text,
    -- The lead's address on the channel, and where they wrote to.
    address           text        not null,
    our_address       text,
    channel_config_id uuid references channel_config on delete set null,
    sender_account_id uuid,
    last_inbound_id   uuid,
    last_inbound_at   timestamptz,
    last_answer_at    timestamptz,
    last_message_at   timestamptz not null,
    preview           text,
    -- An answer that somebody is writing.
    draft             text,
    metadata          jsonb       not null default '{}',
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    closed_at         timestamptz,
    closed_by         text,
    version           integer     not null default 0,
    unique (lead_id, channel)
);
create index conversation_latest on conversation (last_message_at desc, id desc);
create index conversation_waiting on conversation (last_message_at desc, id desc) where needs_answer;
create index conversation_assigned on conversation (assigned_to, last_message_at desc) where assigned_to is not null;

-- What a channel told beside the text: pictures, buttons, where a message came from.
create table message_metadata (
    message_id uuid primary key,
    data       jsonb not null
);

-- Words of what came in. Long mails are found by their beginning.
create index message_inbound_words on message
    using gin (to_tsvector('simple'::regconfig, left(coalesce(subject, '') || ' ' || coalesce(body_text, ''), 50000)))
    where direction = 'INBOUND';
