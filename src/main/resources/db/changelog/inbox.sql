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
