-- A journal as the build at commit 6f8aa41 wrote it (schema 1), over the endpoint http://localhost:42113: of GID_old in MQ_INST_1, message …00 was
-- resent and accepted, …01 is unknown (the connection was dropped after the request), …02 is blocked. Made with that build's module by
--   Start-OnsDlqSandbox; Connect-OnsDlq cn-hangzhou -Endpoint http://localhost:PORT -Credential … -Journal journal.db
--   Invoke-OnsDlqResend GID_old $ids[0, 1] -InstanceId MQ_INST_1 -ThrottleLimit 1 -Confirm:$false   (fault acceptThenDrop on the second)
--   Block-OnsDlqMessage GID_old $ids[2] -InstanceId MQ_INST_1 -Reason 'booked by hand'
-- and dumped; names of user, machine, boot and access key are replaced.
PRAGMA foreign_keys = OFF;
PRAGMA application_id = 1329876049;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE attempt (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    message INTEGER NOT NULL REFERENCES message (id), run INTEGER NOT NULL REFERENCES run (number), round INTEGER NOT NULL,
    claimed_at INTEGER NOT NULL, lease_until INTEGER NOT NULL, signed_at INTEGER NOT NULL,
    entries TEXT NOT NULL, newest_entry INTEGER, lifted TEXT NOT NULL, live INTEGER NOT NULL DEFAULT 1);
INSERT INTO "attempt" VALUES(1,'01M8FCYG14JPTQV27KW1WAMT79',1,1,1,1795813227972,1795813287972,1795813228000,'1795726826187',1795726826187,'',0);
INSERT INTO "attempt" VALUES(2,'01M8FCYGA8JHCBFK8MA82HNEQ4',2,1,1,1795813228513,1795813288514,1795813228000,'',NULL,'',0);
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    queue INTEGER NOT NULL REFERENCES queue (id), msg_id TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    block_reason TEXT, block_by TEXT, block_since INTEGER, block_until INTEGER,
    UNIQUE (queue, msg_id));
INSERT INTO "message" VALUES(1,1,'0A1F070CE220A8397B1DCDAF00000000',2,NULL,NULL,NULL,NULL);
INSERT INTO "message" VALUES(2,1,'0A1F070CE220A8397B1DCDAF00000001',2,NULL,NULL,NULL,NULL);
INSERT INTO "message" VALUES(3,1,'0A1F070CE220A8397B1DCDAF00000002',1,'booked by hand','ops@box',1795813229218,NULL);
CREATE TABLE outcome (
    attempt INTEGER NOT NULL REFERENCES attempt (number), number INTEGER NOT NULL,
    status TEXT NOT NULL, source TEXT NOT NULL, at INTEGER NOT NULL, request_id TEXT, error_code TEXT, error_message TEXT,
    failed_msg_id TEXT NOT NULL, tries INTEGER NOT NULL, by TEXT, reason TEXT,
    PRIMARY KEY (attempt, number)) WITHOUT ROWID;
INSERT INTO "outcome" VALUES(1,0,'Accepted','Holder',1795813228000,'31B2B4CB-63D0-2224-77C1-E187DCC32C37',NULL,NULL,'',1,NULL,NULL);
INSERT INTO "outcome" VALUES(2,0,'Unknown','Holder',1795813229002,NULL,NULL,'The connection to localhost:42113 ended before a whole answer came.','',1,NULL,NULL);
CREATE TABLE pace (
    access_key_id TEXT NOT NULL, realm TEXT NOT NULL, action TEXT NOT NULL,
    next_slot INTEGER NOT NULL DEFAULT 0, slowed_to INTEGER NOT NULL DEFAULT 0,
    hold_until INTEGER NOT NULL DEFAULT 0, changed_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (access_key_id, realm, action)) WITHOUT ROWID;
INSERT INTO "pace" VALUES('LTAIexample','localhost:42113','OnsDLQMessageGetById',17958132279987368,0,0,0);
INSERT INTO "pace" VALUES('LTAIexample','localhost:42113','OnsDLQMessageResendById',17958132289534656,0,0,0);
CREATE TABLE queue (
    id INTEGER PRIMARY KEY,
    realm TEXT NOT NULL, instance_id TEXT NOT NULL COLLATE NOCASE, group_id TEXT NOT NULL COLLATE NOCASE,
    UNIQUE (realm, instance_id, group_id));
INSERT INTO "queue" VALUES(1,'localhost:42113','MQ_INST_1','GID_old');
CREATE TABLE run (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, started_at INTEGER NOT NULL, user TEXT NOT NULL, reason TEXT,
    machine TEXT NOT NULL, boot TEXT NOT NULL, process_space TEXT NOT NULL, process_id INTEGER NOT NULL, process_start INTEGER NOT NULL);
INSERT INTO "run" VALUES(1,'01M8FCYF2HVE605A5DJB88723M',1795813228564,'ops@box','written by 6f8aa41','box','00000000-1111-2222-3333-444444444444','pid:[4026531836] time:[4026531834]',6046,331838);
CREATE UNIQUE INDEX one_live_claim ON attempt (message) WHERE live = 1;
CREATE INDEX attempt_by_message ON attempt (message);
CREATE INDEX attempt_by_run ON attempt (run);
COMMIT;
