namespace OnsDlq.Errors;

/// <summary>Every error of the module. The names are what scripts compare <c>FullyQualifiedErrorId</c> with: they never change.</summary>
public enum ErrorId
{
    /// <summary>No consumer group was given, and the object names none.</summary>
    MissingGroupId,

    /// <summary>No message ID was given, and the object names none.</summary>
    MissingMsgId,

    /// <summary>A message ID that cannot be one.</summary>
    InvalidMsgId,

    /// <summary>A consumer group that cannot be one.</summary>
    InvalidGroupId,

    /// <summary>A parameter or member that was to narrow what is shown, and is empty.</summary>
    EmptyArgument,

    /// <summary>An input object that names no message.</summary>
    UnreadableInput,

    /// <summary>The object is of another consumer group than the parameters say.</summary>
    GroupMismatch,

    /// <summary>The object is of another instance than the parameters say.</summary>
    InstanceMismatch,

    /// <summary>The object is of another region than the connection.</summary>
    RegionMismatch,

    /// <summary>A confirmation is needed and nobody can be asked.</summary>
    ConfirmationUnavailable,

    /// <summary>A start time after the end time, or times that are yet to come.</summary>
    InvalidTimeRange,

    /// <summary>A text that is no wildcard pattern.</summary>
    InvalidPattern,

    /// <summary>An input object that is no dead letter.</summary>
    NotADeadLetter,

    /// <summary>A property that none of the dead letters has.</summary>
    UnknownProperty,

    /// <summary>No source of credentials has any.</summary>
    NoCredentials,

    /// <summary>The named profile does not exist.</summary>
    ProfileNotFound,

    /// <summary>Credentials are there but cannot be used as they stand.</summary>
    InvalidCredentials,

    /// <summary>The source of credentials refused or did not answer.</summary>
    CredentialSourceFailed,

    /// <summary>No region was given.</summary>
    MissingRegion,

    /// <summary>A region that cannot be one.</summary>
    UnknownRegion,

    /// <summary>An endpoint that is not an address.</summary>
    InvalidEndpoint,

    /// <summary>Plain HTTP to a host that is not this machine.</summary>
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

    /// <summary>The local clock is too far off.</summary>
    ClockSkew,

    /// <summary>The signed request had reached the service before.</summary>
    NonceReplayed,

    /// <summary>The caller lacks a permission, or what the call names does not exist: the service tells these two apart only sometimes.</summary>
    PermissionDenied,

    /// <summary>The account has not activated the product.</summary>
    ServiceNotActivated,

    /// <summary>Too many calls.</summary>
    Throttled,

    /// <summary>The service does not know the region.</summary>
    RegionNotFound,

    /// <summary>The instance does not exist.</summary>
    InstanceNotFound,

    /// <summary>The consumer group does not exist.</summary>
    GroupNotFound,

    /// <summary>No dead letter has the ID.</summary>
    MessageNotFound,

    /// <summary>The service answered with another message, or another instance, than it was asked for.</summary>
    MessageMismatch,

    /// <summary>The service refused a parameter.</summary>
    InvalidParameter,

    /// <summary>No connection could be made.</summary>
    ServiceUnreachable,

    /// <summary>The connection ended before the answer was whole.</summary>
    ConnectionLost,

    /// <summary>No whole answer came in time.</summary>
    TimedOut,

    /// <summary>The call was given up before an answer was whole: the run was stopped, or the connection was closed.</summary>
    CallAborted,

    /// <summary>An answer came that is not the service's.</summary>
    UnreadableAnswer,

    /// <summary>The service gave another error code.</summary>
    ServiceError,

    /// <summary>More dead letters exist in a time range than the service shows.</summary>
    IncompleteListing,

    /// <summary>The service answered that the message could not be resent.</summary>
    ResendReportedFailed,

    /// <summary>Nobody can tell whether the resend was executed.</summary>
    ResendOutcomeUnknown,

    /// <summary>Too many messages in a row fared badly, so the run was stopped.</summary>
    BreakerTripped,

    /// <summary>The message was blocked, or this process taken for dead, before the request was made, so it was not made.</summary>
    ClaimLost,

    /// <summary>The journal has no such attempt.</summary>
    AttemptNotFound,

    /// <summary>Several attempts on the message are yet to be settled.</summary>
    AmbiguousAttempt,

    /// <summary>The attempt is settled already, or may still be in flight.</summary>
    AttemptNotResolvable,

    /// <summary>The attempt's outcome has changed since it was looked at.</summary>
    ResolveConflict,

    /// <summary>The message is not blocked.</summary>
    NotBlocked,

    /// <summary>A journal that cannot be one: an unreadable address, one with a password, or a path that depends on the current folder.</summary>
    InvalidJournal,

    /// <summary>The journal's place does not exist or cannot be reached.</summary>
    JournalUnreachable,

    /// <summary>The journal may not be written to.</summary>
    JournalUnwritable,

    /// <summary>The journal may not be read, or cannot be read without writing or waiting.</summary>
    JournalUnreadable,

    /// <summary>The journal's disk is full.</summary>
    JournalFull,

    /// <summary>Somebody kept the journal locked.</summary>
    JournalLocked,

    /// <summary>The file is not a journal, or is damaged.</summary>
    JournalCorrupt,

    /// <summary>A newer version of the module wrote the journal.</summary>
    JournalNewerSchema,

    /// <summary>The journal lies on a network file system, where locks cannot be trusted.</summary>
    JournalOnNetwork,

    /// <summary>The journal's files are not those that were opened.</summary>
    JournalFilesLost,

    /// <summary>The journal lacks something that was written to it, and no person has decided yet.</summary>
    JournalIncomplete,

    /// <summary>The journal's file can be reached by several names.</summary>
    JournalHasSeveralNames,

    /// <summary>The journal lacks nothing that a person would have to decide on.</summary>
    NothingToRepair,

    /// <summary>The copy of the journal could not be made.</summary>
    BackupFailed,

    /// <summary>What keeps this kind of journal is not there or cannot be loaded.</summary>
    JournalUnavailable,

    /// <summary>The sandbox needs a program or file that is not there.</summary>
    SandboxRuntimeMissing,

    /// <summary>The sandbox did not start.</summary>
    SandboxFailed,

    /// <summary>There is no sandbox to stop.</summary>
    SandboxNotRunning,

    /// <summary>A sandbox of this session runs already.</summary>
    SandboxRunning,

    /// <summary>The runspace has chosen no connection, and others of the process have chosen different ones.</summary>
    ConnectionAmbiguous,

    /// <summary>The process was started while a rehearsal ran in another one, and has chosen no connection.</summary>
    RehearsalElsewhere,

    /// <summary>A defect of the module.</summary>
    UnexpectedError,
}
