using System.Management.Automation;

namespace OnsDlq.Errors;

/// <summary>Category and recommended action of every error.</summary>
internal static class ErrorCatalog
{
    private const string CheckResend = "Do not resend it blindly: find out first whether the consumer got it, for example in the consumer's own log.";

    private const string NothingWithoutJournal = "Nothing is sent without a journal.";

    public static IReadOnlyDictionary<ErrorId, ErrorKind> Kinds { get; } = new Dictionary<ErrorId, ErrorKind>
    {
        [ErrorId.MissingGroupId] = new(ErrorCategory.InvalidArgument, "Give -GroupId, or pipe objects that have a GroupId. Get-OnsDlqGroup shows the groups."),
        [ErrorId.MissingMsgId] = new(ErrorCategory.InvalidArgument, "Give -MsgId, or pipe objects that have a MsgId, such as the output of Get-OnsDlqMessage."),
        [ErrorId.InvalidMsgId] = new(ErrorCategory.InvalidArgument, "Give the message ID exactly as Get-OnsDlqMessage or the producer's log shows it."),
        [ErrorId.InvalidGroupId] = new(ErrorCategory.InvalidArgument, "Give the consumer group's ID exactly as Get-OnsDlqGroup or the console shows it, such as GID_orders."),
        [ErrorId.InvalidPolicyScope] = new(
            ErrorCategory.InvalidArgument,
            "Give the whole name, as Get-OnsDlqInstance or Get-OnsDlqMessage shows it. Wildcards are not taken: the policy would permit more than you see.",
            EndsCommand: true),
        [ErrorId.EmptyArgument] = new(
            ErrorCategory.InvalidArgument, "See why it is empty, such as a variable that was never set; leave the parameter out to see everything.",
            EndsCommand: true),
        [ErrorId.UnreadableInput] = new(ErrorCategory.InvalidData, "Pipe the output of Get-OnsDlqMessage, message IDs, or rows that have a MsgId."),
        [ErrorId.GroupMismatch] = new(
            ErrorCategory.InvalidArgument, "Leave out -GroupId to use each object's own group, or pipe only objects of the group you name."),
        [ErrorId.InstanceMismatch] = new(
            ErrorCategory.InvalidArgument, "Leave out -InstanceId to use each object's own instance, or pipe only objects of the instance you name."),
        [ErrorId.RegionMismatch] = new(
            ErrorCategory.InvalidArgument, "Connect to the object's region with Connect-OnsDlq -RegionId, or pipe only objects of the connected region."),
        [ErrorId.ConfirmationUnavailable] = new(
            ErrorCategory.InvalidOperation,
            "Nothing was sent or changed. Look with -WhatIf, then run again with -Confirm:$false where nobody can answer a prompt.", EndsCommand: true),
        [ErrorId.InvalidTimeRange] = new(
            ErrorCategory.InvalidArgument, "Give a -StartTime in the past and not after -EndTime, and an -Until in the future.", EndsCommand: true),
        [ErrorId.InvalidPattern] = new(
            ErrorCategory.InvalidArgument,
            "Add the missing closing bracket, or put a backtick before a literal bracket; [WildcardPattern]::Escape() does that.",
            EndsCommand: true),
        [ErrorId.NotADeadLetter] = new(
            ErrorCategory.InvalidData, "Pipe the output of Get-OnsDlqMessage itself: rows of a file and objects from a job lack too many properties."),
        [ErrorId.UnknownProperty] = new(
            ErrorCategory.InvalidArgument,
            "Give -Property one of the names in the message; press Tab after it to see those that every dead letter has.", EndsCommand: true),
        [ErrorId.NoCredentials] = new(
            ErrorCategory.AuthenticationError,
            "Give Connect-OnsDlq -Credential (access key ID and secret) or -ProfileName, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET. To try the module without an account: Start-OnsDlqSandbox.",
            EndsCommand: true),
        [ErrorId.ProfileNotFound] = new(
            ErrorCategory.ObjectNotFound, "Give -ProfileName one of the profiles in ~/.aliyun/config.json; 'aliyun configure list' shows them.",
            EndsCommand: true),
        [ErrorId.InvalidCredentials] = new(
            ErrorCategory.AuthenticationError, "Correct what the message names: the file, the profile, the variable, or the -Credential that was given.",
            EndsCommand: true),
        [ErrorId.CredentialSourceFailed] = new(
            ErrorCategory.AuthenticationError, "Check that the source that the message names can be reached and gives you access, then try again.",
            EndsCommand: true),
        [ErrorId.MissingRegion] = new(
            ErrorCategory.InvalidArgument, "Give Connect-OnsDlq -RegionId, such as cn-hangzhou, or set ALIBABA_CLOUD_REGION_ID.", EndsCommand: true),
        [ErrorId.UnknownRegion] = new(
            ErrorCategory.InvalidArgument, "Give a region of ApsaraMQ for RocketMQ, such as cn-hangzhou; press Tab after -RegionId to see them.",
            EndsCommand: true),
        [ErrorId.InvalidEndpoint] = new(
            ErrorCategory.InvalidArgument, "Give -Endpoint or ONSDLQ_ENDPOINT a host or an https address, such as ons.cn-hangzhou.aliyuncs.com.",
            EndsCommand: true),
        [ErrorId.InsecureEndpoint] = new(
            ErrorCategory.SecurityError, "Use https: plain http is allowed to this machine only, because requests would travel readable.", EndsCommand: true),
        [ErrorId.NoVpcEndpoint] = new(
            ErrorCategory.InvalidArgument,
            "Leave out -Vpc (or the endpoint type vpc of the profile or of ALIBABA_CLOUD_ENDPOINT_TYPE), or give the host with -Endpoint.", EndsCommand: true),
        [ErrorId.AccessKeyNotFound] = new(
            ErrorCategory.AuthenticationError, "Check the access key ID; the key may have been deleted, or belong to another site of Alibaba Cloud.",
            EndsCommand: true),
        [ErrorId.AccessKeyInactive] = new(
            ErrorCategory.AuthenticationError, "Enable the access key in the RAM console, or connect with another one.", EndsCommand: true),
        [ErrorId.SignatureRejected] = new(
            ErrorCategory.AuthenticationError, "The secret does not belong to the access key ID: connect again with the right one.", EndsCommand: true),
        [ErrorId.TokenRejected] = new(
            ErrorCategory.AuthenticationError, "Get a new security token and connect again; a key whose ID begins with 'STS.' always needs its token.",
            EndsCommand: true),
        [ErrorId.ClockSkew] = new(
            ErrorCategory.InvalidOperation,
            "Set this machine's clock: it is more than 15 minutes off the service's. Let it follow a time server (timedatectl set-ntp true; on Windows: w32tm /resync).",
            EndsCommand: true),
        [ErrorId.NonceReplayed] = new(
            ErrorCategory.ProtocolError,
            "A copy of this request had reached the service before; something between here and the service repeats requests, such as a proxy."),
        [ErrorId.PermissionDenied] = new(
            ErrorCategory.PermissionDenied,
            "Check -InstanceId and -GroupId for typing errors; where they are right, have the missing permission granted to the RAM user or role: Get-OnsDlqPolicy writes the policy."),
        [ErrorId.ServiceNotActivated] = new(
            ErrorCategory.PermissionDenied, "Activate ApsaraMQ for RocketMQ for this account in the console, or connect with keys of the account that has it.",
            EndsCommand: true),
        [ErrorId.Throttled] = new(
            ErrorCategory.LimitsExceeded, "Wait a minute and call less often: the quota of 600 calls in 60 s is shared by everyone on the account."),
        [ErrorId.RegionNotFound] = new(
            ErrorCategory.ObjectNotFound, "Check -RegionId: the service at this endpoint does not know the region.", EndsCommand: true),
        [ErrorId.InstanceNotFound] = new(ErrorCategory.ObjectNotFound, "Check -InstanceId and that it belongs to the connected region and account."),
        [ErrorId.GroupNotFound] = new(ErrorCategory.ObjectNotFound, "Check -GroupId, -InstanceId and the connected region. Get-OnsDlqGroup shows the groups."),
        [ErrorId.MessageNotFound] = new(
            ErrorCategory.ObjectNotFound, "Check the message ID, the group and the instance; dead letters are deleted three days after they were stored."),
        [ErrorId.MessageMismatch] = new(
            ErrorCategory.InvalidResult,
            "Nothing was sent. Name the message by the ID and the instance that the service gives it; Get-OnsDlqMessage lists them."),
        [ErrorId.InvalidParameter] = new(ErrorCategory.InvalidArgument, "Check the group, the instance and the message ID; the service refused one of them."),
        [ErrorId.ServiceUnreachable] = new(
            ErrorCategory.ConnectionError, "Check the network, the proxy and the endpoint; inside a VPC without internet access connect with -Vpc.",
            EndsCommand: true),
        [ErrorId.ConnectionLost] = new(ErrorCategory.ConnectionError, "Try again; if it keeps happening look at the proxy or firewall in between."),
        [ErrorId.TimedOut] = new(ErrorCategory.OperationTimeout, "Try again later, or allow more time."),
        [ErrorId.CallAborted] = new(
            ErrorCategory.OperationStopped,
            "The call was stopped, or its connection closed, from here; the message says whether anything had been sent. Connect again where the connection was closed.",
            EndsCommand: true),
        [ErrorId.UnreadableAnswer] = new(ErrorCategory.InvalidResult, "Check -Endpoint and the proxy: what answered is not the service."),
        [ErrorId.ServiceError] = new(ErrorCategory.InvalidResult, "Look the code up at https://api.aliyun.com/troubleshoot with the request ID."),
        [ErrorId.IncompleteListing] = new(
            ErrorCategory.LimitsExceeded,
            "Everything else was listed. List the named time again later; of one ms the service never shows more than 2,500 entries: get others with -MsgId."),
        [ErrorId.InvalidBookmark] = new(
            ErrorCategory.InvalidArgument, "Give -New -Bookmark with a short name, such as alert; press Tab after it to see those in use.", EndsCommand: true),
        [ErrorId.IncompatibleWithNew] = new(
            ErrorCategory.InvalidArgument, "Leave the parameter out, or list without -New.", EndsCommand: true),
        [ErrorId.BookmarkMoved] = new(
            ErrorCategory.ResourceBusy,
            "Nothing is lost: both commands showed the new dead letters, and the next one may show some again. Give each schedule a -Bookmark of its own."),
        [ErrorId.ResendReportedFailed] = new(ErrorCategory.InvalidResult, "The service listed the message as not resent. " + CheckResend),
        [ErrorId.ResendOutcomeUnknown] = new(ErrorCategory.InvalidResult, "The message may have been delivered. " + CheckResend),
        [ErrorId.BreakerTripped] = new(
            ErrorCategory.OperationStopped,
            "Find out what is wrong before you run it again: what was skipped has not been sent. The message of the error says what was seen, and its target is the run: Get-OnsDlqResend -RunId shows it."),
        [ErrorId.ConsumerOffline] = new(
            ErrorCategory.ResourceUnavailable,
            "Find out why the consumers are offline: what was resent may have stopped them. Test-OnsDlqConsumer shows how they are. Then run the command again: what was skipped has not been sent. -IgnoreConsumer sends without looking at the consumers."),
        [ErrorId.CanaryFailed] = new(
            ErrorCategory.OperationStopped,
            "Mend the consumer before you resend the rest: the message of the error says what was seen, and its target is the group. A run with -Canary then begins a new canary."),
        [ErrorId.CanaryInconclusive] = new(
            ErrorCategory.OperationTimeout,
            "Run the command again with -Canary: it sends no second canary and waits for the first one again, with -CanaryTimeoutSec for longer. Where the consumers write no traces, look for the messages in their logs; -CanaryInconclusive Continue then goes on. A message of it that is Unknown and was never sent is settled with Resolve-OnsDlqResend -As Rejected, and another one takes its place."),
        [ErrorId.CanaryOpen] = new(
            ErrorCategory.ResourceBusy,
            "Run the command with -Canary, which goes on with the open canary and ends it; or wait for the run that began it. Get-OnsDlqRun shows that run."),
        [ErrorId.ClaimLost] = new(
            ErrorCategory.OperationStopped,
            "Nothing was sent for the message. Run the command again: it decides again. A process that is suspended for minutes is taken for dead."),
        [ErrorId.AttemptNotFound] = new(
            ErrorCategory.ObjectNotFound, "Look for it with Get-OnsDlqResend; what is recorded in another journal cannot be seen from here."),
        [ErrorId.AmbiguousAttempt] = new(ErrorCategory.InvalidArgument, "Give -AttemptId, or pipe the ones you mean from Get-OnsDlqResend."),
        [ErrorId.AttemptNotResolvable] = new(
            ErrorCategory.InvalidOperation,
            "Only an attempt that is Unknown or Failed can be settled. One in flight becomes Unknown as soon as its process is known to be gone, or 16 minutes after its request was signed, by the service's clock: where this session has not called the service yet, call it first, such as with Get-OnsDlqInstance."),
        [ErrorId.ResolveConflict] = new(
            ErrorCategory.ResourceExists, "Look at it again with Get-OnsDlqResend: somebody else settled it, or its process came back with the answer."),
        [ErrorId.NotBlocked] = new(
            ErrorCategory.ObjectNotFound, "Check the message ID, the group and the instance. If you mean this message, there is nothing to do."),
        [ErrorId.InvalidJournal] = new(
            ErrorCategory.InvalidArgument, "Give -Journal or ONSDLQ_JOURNAL a full path on a local disk, or a postgresql:// address without a password.",
            EndsCommand: true),
        [ErrorId.JournalUnreachable] = new(
            ErrorCategory.ObjectNotFound,
            "Make the folder, see that the database runs and can be reached from here, or name another journal with Connect-OnsDlq -Journal or ONSDLQ_JOURNAL. " + NothingWithoutJournal,
            EndsCommand: true),
        [ErrorId.JournalUnwritable] = new(
            ErrorCategory.WriteError,
            "Give yourself write permission for the file and its folder, or have the rights given to your role in the database; or name another journal with Connect-OnsDlq -Journal or ONSDLQ_JOURNAL. "
                + NothingWithoutJournal,
            EndsCommand: true),
        [ErrorId.JournalUnreadable] = new(
            ErrorCategory.ReadError,
            "Have read permission given to you for the file, the files beside it that begin with its name (-wal, -shm), and its folder, or for the tables of the database; or read a copy that was made with Backup-OnsDlqJournal. " + NothingWithoutJournal,
            EndsCommand: true),
        [ErrorId.JournalFull] = new(ErrorCategory.LimitsExceeded, "Free some space on the disk. " + NothingWithoutJournal, EndsCommand: true),
        [ErrorId.JournalLocked] = new(
            ErrorCategory.ResourceBusy,
            "Find out which program holds the file or the rows of the database, such as a backup or a database browser, and try again. " + NothingWithoutJournal, EndsCommand: true),
        [ErrorId.JournalCorrupt] = new(
            ErrorCategory.InvalidData,
            "Bring back the last good copy. A new journal would know of no earlier resend, so everything resent before would be sent again. "
                + NothingWithoutJournal,
            EndsCommand: true),
        [ErrorId.JournalNewerSchema] = new(
            ErrorCategory.InvalidOperation, "Install the newest version of the module here, too. " + NothingWithoutJournal, EndsCommand: true),
        [ErrorId.JournalOnNetwork] = new(
            ErrorCategory.InvalidArgument, "Name a journal on a local disk with Connect-OnsDlq -Journal or ONSDLQ_JOURNAL. " + NothingWithoutJournal,
            EndsCommand: true),
        [ErrorId.JournalFilesLost] = new(
            ErrorCategory.InvalidOperation,
            "End every process that has the journal open (Get-OnsDlqJournal shows them), put its files back together where they still are, and run the command again. Where the log is gone for good, it tells how to go on. " + NothingWithoutJournal,
            EndsCommand: true),
        [ErrorId.JournalIncomplete] = new(
            ErrorCategory.InvalidData,
            "Bring the journal's newest files back together, with the log (-wal) beside the main file. Where they are gone for good: Repair-OnsDlqJournal -Reason; messages that may have been resent unnoticed are then held as JournalGap. Of a journal in a database: make sure that the server has everything that the one before it had, then Repair-OnsDlqJournal -Reason. " + NothingWithoutJournal,
            EndsCommand: true),
        [ErrorId.JournalHasSeveralNames] = new(
            ErrorCategory.InvalidArgument,
            "Leave the file one name: delete its other hard links, and mount its folder, not the file alone. " + NothingWithoutJournal, EndsCommand: true),
        [ErrorId.JournalNotShared] = new(
            ErrorCategory.PermissionDenied,
            "Let the owner or an administrator run the command in the message, with the name of the group for GROUP. The folder has mode 2770 and the files 660. "
                + NothingWithoutJournal,
            EndsCommand: true),
        [ErrorId.JournalAccessDenied] = new(
            ErrorCategory.AuthenticationError,
            "Give the password in the password file (~/.pgpass, for you alone: chmod 600) or in PGPASSWORD, never in the address; or name a client certificate with sslcert and sslkey. "
                + NothingWithoutJournal,
            EndsCommand: true),
        [ErrorId.JournalCertificate] = new(
            ErrorCategory.SecurityError,
            "Name the certificate of the authority that signed the server's with sslrootcert=FILE in the address, and the host as it is in the server's certificate. A server without encryption is used only if the address says so (sslmode). "
                + NothingWithoutJournal,
            EndsCommand: true),
        [ErrorId.JournalMoved] = new(
            ErrorCategory.InvalidOperation,
            "Use the journal that it was moved to: Connect-OnsDlq -Journal, or ONSDLQ_JOURNAL. To bring the records back, connect to that one and run Move-OnsDlqJournal. Where that one is gone for good: Repair-OnsDlqJournal -Reason; messages that may have been resent with it are then held as JournalGap. " + NothingWithoutJournal,
            EndsCommand: true),
        [ErrorId.JournalMoveUnfinished] = new(
            ErrorCategory.ResourceBusy,
            "Wait until Move-OnsDlqJournal is done; where it was stopped, run it again. Where the journal that the records come from is gone for good: Repair-OnsDlqJournal -Reason; messages that may have been resent with it are then held as JournalGap. " + NothingWithoutJournal,
            EndsCommand: true),
        [ErrorId.MoveRefused] = new(ErrorCategory.InvalidArgument, "Name another journal with -Destination. Backup-OnsDlqJournal makes a copy."),
        [ErrorId.NothingToRepair] = new(
            ErrorCategory.InvalidOperation, "There is nothing to do: nothing is known to be missing from the journal. Get-OnsDlqJournal shows its state."),
        [ErrorId.BackupFailed] = new(
            ErrorCategory.WriteError, "Name a file that does not exist yet, in a folder that you may write to, with enough disk space."),
        [ErrorId.RetentionTooShort] = new(
            ErrorCategory.InvalidArgument,
            "Give -Before a time at least 30 days ago. Where this session does not know the service's clock, call the service over a connection first, such as with Get-OnsDlqInstance."),
        [ErrorId.ArchiveNotFound] = new(ErrorCategory.ObjectNotFound, "Check -Path; Save-OnsDlqMessage makes an archive."),
        [ErrorId.InvalidArchive] = new(
            ErrorCategory.InvalidData, "Nothing was changed. Check -Path: give a file that Save-OnsDlqMessage made, or for a new archive one that does not exist."),
        [ErrorId.ArchiveNewerFormat] = new(ErrorCategory.InvalidOperation, "Nothing was changed. Install the newest version of the module here, too."),
        [ErrorId.ArchiveDamaged] = new(
            ErrorCategory.InvalidData,
            "All other lines were read. While the service still has the dead letters, run the same Save-OnsDlqMessage again: it adds what the archive lacks."),
        [ErrorId.ArchiveLocked] = new(
            ErrorCategory.ResourceBusy, "Wait for the other command, or end it with Ctrl+C: the next one continues where it was. A copy of the file can be read at any time."),
        [ErrorId.ArchiveUnreadable] = new(ErrorCategory.ReadError, "Give yourself read permission for the file and its folder."),
        [ErrorId.ArchiveUnwritable] = new(
            ErrorCategory.WriteError,
            "Make the folder, give yourself write permission, or free some space on the disk; then run the same command again: it continues where it was."),
        [ErrorId.RunNotFound] = new(
            ErrorCategory.ObjectNotFound, "Get-OnsDlqRun shows the runs of a journal; a run that sent nothing is not recorded. What is in another journal cannot be seen from here."),
        [ErrorId.ReportExists] = new(ErrorCategory.ResourceExists, "Nothing was changed. Give another -Path, or -Force to replace the file."),
        [ErrorId.ReportUnwritable] = new(
            ErrorCategory.WriteError, "Make the folder, give yourself write permission, or free some space on the disk. A file that was there before is unchanged."),
        [ErrorId.JournalUnavailable] = new(
            ErrorCategory.NotInstalled,
            "Install the module again, or name a journal of another kind with Connect-OnsDlq -Journal or ONSDLQ_JOURNAL. " + NothingWithoutJournal,
            EndsCommand: true),
        [ErrorId.SandboxRuntimeMissing] = new(
            ErrorCategory.NotInstalled,
            "Install the ASP.NET Core runtime 8.0 or later (https://dotnet.microsoft.com/download), or set DOTNET_ROOT to where it is.", EndsCommand: true),
        [ErrorId.SandboxFailed] = new(
            ErrorCategory.OpenError, "See the sandbox's own error in the message; another -Port or -Seed may help.", EndsCommand: true),
        [ErrorId.SandboxNotRunning] = new(ErrorCategory.ObjectNotFound, "There is nothing to stop; Start-OnsDlqSandbox starts a sandbox."),
        [ErrorId.SandboxRunning] = new(ErrorCategory.ResourceExists, "Stop it first with Stop-OnsDlqSandbox.", EndsCommand: true),
        [ErrorId.RehearsalEnded] = new(
            ErrorCategory.ObjectNotFound,
            "A rehearsal ends with the window that started it, and with Stop-OnsDlqSandbox there. Start another with Start-OnsDlqSandbox, and type in the second window what its column 'Second window' shows; or leave it with Connect-OnsDlq or Disconnect-OnsDlq.",
            EndsCommand: true),
        [ErrorId.ConnectionAmbiguous] = new(
            ErrorCategory.InvalidOperation,
            "Name the one to use: -Connection accepts what Connect-OnsDlq -PassThru or Get-OnsDlqConnection gave ($using:connection in a parallel script block), or connect in this runspace.",
            EndsCommand: true),
        [ErrorId.RehearsalElsewhere] = new(
            ErrorCategory.InvalidOperation,
            "Rehearse in the same process (ForEach-Object -Parallel and Start-ThreadJob share the rehearsal), join the rehearsal with Connect-OnsDlq -Sandbox and the port of its address, or connect here with Connect-OnsDlq. Where the rehearsal is long over, remove the variable ONSDLQ_REHEARSAL.",
            EndsCommand: true),
        [ErrorId.UnexpectedError] = new(
            ErrorCategory.InvalidOperation, "This is a defect of OnsDlq: please report it with the text of $Error[0].Exception.ToString().", EndsCommand: true),
    };
}
