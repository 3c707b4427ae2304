namespace OnsDlq.Errors;

/// <summary>Every error of the module. The names are what scripts compare <c>FullyQualifiedErrorId</c> with: they never change.</summary>
public enum ErrorId
{
    /// <summary>No consumer group was given, and the object names none.</summary>
    MissingGroupId,

    /// <summary>No message ID was given, and the object names none.</summary>
    MissingMsgId,

    /// <summary>The message ID has a form that no message ID can have.</summary>
    InvalidMsgId,

    /// <summary>The consumer group has a form that no group ID can have.</summary>
    InvalidGroupId,

    /// <summary>The instance or the topic has a form that no such name can have, so that it may not stand in a policy.</summary>
    InvalidPolicyScope,

    /// <summary>A parameter or member that filters is empty.</summary>
    EmptyArgument,

    /// <summary>The input object does not name a message.</summary>
    UnreadableInput,

    /// <summary>The object belongs to another consumer group than the parameters name.</summary>
    GroupMismatch,

    /// <summary>The object belongs to another instance than the parameters name.</summary>
    InstanceMismatch,

    /// <summary>The object belongs to another region than the connection.</summary>
    RegionMismatch,

    /// <summary>A confirmation is needed, but no prompt can be shown.</summary>
    ConfirmationUnavailable,

    /// <summary>The start time is after the end time, or a time is in the future.</summary>
    InvalidTimeRange,

    /// <summary>The text is not a valid wildcard pattern.</summary>
    InvalidPattern,

    /// <summary>The input object is not a dead letter.</summary>
    NotADeadLetter,

    /// <summary>None of the dead letters has the property.</summary>
    UnknownProperty,

    /// <summary>No source of credentials has access keys.</summary>
    NoCredentials,

    /// <summary>The named profile does not exist.</summary>
    ProfileNotFound,

    /// <summary>There are credentials, but they are not valid or not complete.</summary>
    InvalidCredentials,

    /// <summary>The source of credentials refused the request or did not answer.</summary>
    CredentialSourceFailed,

    /// <summary>No region was given.</summary>
    MissingRegion,

    /// <summary>The region has a form that no region ID can have.</summary>
    UnknownRegion,

    /// <summary>The endpoint is not a valid address.</summary>
    InvalidEndpoint,

    /// <summary>The endpoint is plain HTTP, but its host is not this machine.</summary>
    InsecureEndpoint,

    /// <summary>The region has no VPC endpoint.</summary>
    NoVpcEndpoint,

    /// <summary>The access key ID does not exist.</summary>
    AccessKeyNotFound,

    /// <summary>The access key is disabled.</summary>
    AccessKeyInactive,

    /// <summary>The signature does not match.</summary>
    SignatureRejected,

    /// <summary>The security token is expired, malformed, missing or of another key.</summary>
    TokenRejected,

    /// <summary>The local clock differs too much from the service's clock.</summary>
    ClockSkew,

    /// <summary>The signed request had reached the service before (its nonce was used).</summary>
    NonceReplayed,

    /// <summary>The caller lacks a permission, or what the call names does not exist; the service does not always distinguish the two.</summary>
    PermissionDenied,

    /// <summary>The account has not activated the product.</summary>
    ServiceNotActivated,

    /// <summary>The service throttled the call: there were too many.</summary>
    Throttled,

    /// <summary>The service does not know the region.</summary>
    RegionNotFound,

    /// <summary>The instance does not exist.</summary>
    InstanceNotFound,

    /// <summary>The consumer group does not exist.</summary>
    GroupNotFound,

    /// <summary>No dead letter has the ID.</summary>
    MessageNotFound,

    /// <summary>The service answered with another message or instance than the one it was asked for.</summary>
    MessageMismatch,

    /// <summary>The service refused a parameter.</summary>
    InvalidParameter,

    /// <summary>No connection could be made.</summary>
    ServiceUnreachable,

    /// <summary>The connection was lost before the answer was complete.</summary>
    ConnectionLost,

    /// <summary>No complete answer came within the time-out.</summary>
    TimedOut,

    /// <summary>The call was aborted before its answer was complete: the run was stopped, or the connection was closed.</summary>
    CallAborted,

    /// <summary>The answer does not come from the service, or cannot be read.</summary>
    UnreadableAnswer,

    /// <summary>The service gave another error code.</summary>
    ServiceError,

    /// <summary>More dead letters exist in a time range than the service shows.</summary>
    IncompleteListing,

    /// <summary>The name of the bookmark is not valid, or was given without -New.</summary>
    InvalidBookmark,

    /// <summary>The parameter does not go with -New.</summary>
    IncompatibleWithNew,

    /// <summary>Another command has moved the bookmark while this one listed what is new.</summary>
    BookmarkMoved,

    /// <summary>The service answered that the message could not be resent.</summary>
    ResendReportedFailed,

    /// <summary>It is not known whether the resend was executed.</summary>
    ResendOutcomeUnknown,

    /// <summary>Too many messages in a row failed, so the run was stopped (circuit breaker).</summary>
    BreakerTripped,

    /// <summary>The consumers of a group went offline while messages were resent to it, and did not come back, so the run was stopped.</summary>
    ConsumerOffline,

    /// <summary>The consumption of a message of a group's canary failed, or the message came back, so the rest of the group was not sent.</summary>
    CanaryFailed,

    /// <summary>It was not known in time what became of a group's canary, so the rest of the group was not sent.</summary>
    CanaryInconclusive,

    /// <summary>A group has a canary of which nobody knows yet what became of it, and this run has none: it was stopped.</summary>
    CanaryOpen,

    /// <summary>The message was blocked, or this process was taken for dead, before the request was sent; so it was not sent.</summary>
    ClaimLost,

    /// <summary>The journal has no such attempt.</summary>
    AttemptNotFound,

    /// <summary>Several attempts on the message still have to be settled.</summary>
    AmbiguousAttempt,

    /// <summary>The attempt is settled already, or may still be in flight.</summary>
    AttemptNotResolvable,

    /// <summary>The attempt's outcome has changed since you looked at it.</summary>
    ResolveConflict,

    /// <summary>The message is not blocked.</summary>
    NotBlocked,

    /// <summary>The address of the journal is not valid, has a password, or is a path that depends on the current folder.</summary>
    InvalidJournal,

    /// <summary>The journal's folder or server does not exist or cannot be reached.</summary>
    JournalUnreachable,

    /// <summary>The journal may not be written to.</summary>
    JournalUnwritable,

    /// <summary>The journal may not be read, or cannot be read without writing or waiting.</summary>
    JournalUnreadable,

    /// <summary>The journal's disk is full.</summary>
    JournalFull,

    /// <summary>Another process kept the journal locked.</summary>
    JournalLocked,

    /// <summary>The file is not a journal, or is damaged.</summary>
    JournalCorrupt,

    /// <summary>A newer version of the module wrote the journal.</summary>
    JournalNewerSchema,

    /// <summary>The journal is on a network file system, where file locks cannot be trusted.</summary>
    JournalOnNetwork,

    /// <summary>The journal's files are not those that were opened.</summary>
    JournalFilesLost,

    /// <summary>The journal lacks something that was written to it, and nobody has decided yet how to go on.</summary>
    JournalIncomplete,

    /// <summary>The journal's file can be reached by several names.</summary>
    JournalHasSeveralNames,

    /// <summary>The permissions of the journal, of its folder or of the files beside it do not let a group share it.</summary>
    JournalNotShared,

    /// <summary>The journal's database does not let you in: the role, the password or the client certificate is refused, or there is no password.</summary>
    JournalAccessDenied,

    /// <summary>
    /// The server of the journal's database cannot prove who it is: its certificate is not trusted, is for another host or has expired; or it offers
    /// no encrypted connection.
    /// </summary>
    JournalCertificate,

    /// <summary>The journal was moved to another place, and takes no more resends.</summary>
    JournalMoved,

    /// <summary>The journal is being filled from another one, and does not know all resends of that one yet.</summary>
    JournalMoveUnfinished,

    /// <summary>A journal cannot be moved to itself or to a copy of it.</summary>
    MoveRefused,

    /// <summary>The journal lacks nothing, so there is nothing to decide.</summary>
    NothingToRepair,

    /// <summary>The copy of the journal could not be made.</summary>
    BackupFailed,

    /// <summary>Records that old may not be deleted: -Before is not 30 days ago, or it is not certain that it is.</summary>
    RetentionTooShort,

    /// <summary>There is no archive of that name.</summary>
    ArchiveNotFound,

    /// <summary>The file is not an archive of dead letters, or its first line was changed.</summary>
    InvalidArchive,

    /// <summary>A newer version of the module wrote the archive.</summary>
    ArchiveNewerFormat,

    /// <summary>A line of the archive was changed or lost, or was not written completely.</summary>
    ArchiveDamaged,

    /// <summary>Another command writes the archive, or reads it while it would have to be written.</summary>
    ArchiveLocked,

    /// <summary>The archive may not be read, or the disk gives an error.</summary>
    ArchiveUnreadable,

    /// <summary>The archive cannot be written: its folder is missing, it may not be written to, or the disk is full.</summary>
    ArchiveUnwritable,

    /// <summary>The journal has no such run.</summary>
    RunNotFound,

    /// <summary>There is a file in the place of the report already.</summary>
    ReportExists,

    /// <summary>The report cannot be written: its folder is missing, it may not be written to, or the disk is full.</summary>
    ReportUnwritable,

    /// <summary>The library for this kind of journal is missing or cannot be loaded.</summary>
    JournalUnavailable,

    /// <summary>A program or file that the sandbox needs is missing.</summary>
    SandboxRuntimeMissing,

    /// <summary>The sandbox did not start.</summary>
    SandboxFailed,

    /// <summary>There is no sandbox to stop.</summary>
    SandboxNotRunning,

    /// <summary>A sandbox of this session runs already.</summary>
    SandboxRunning,

    /// <summary>No rehearsal runs on the port named with -Sandbox, or the rehearsal that the session has joined has ended.</summary>
    RehearsalEnded,

    /// <summary>This runspace has no connection, and other runspaces of the process have different ones.</summary>
    ConnectionAmbiguous,

    /// <summary>The process was started by one with a running rehearsal, and has no connection of its own.</summary>
    RehearsalElsewhere,

    /// <summary>A defect of the module.</summary>
    UnexpectedError,
}
