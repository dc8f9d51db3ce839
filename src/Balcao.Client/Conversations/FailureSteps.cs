using System.Collections.Frozen;

namespace Balcao.Client.Conversations;

/// <summary>What an agent can do about a message that failed; the server's sentence says it, the button offers it.</summary>
public static class FailureSteps
{
    /// <summary>Sent again as it is, it would fail again: something else must change first, or another message be written.</summary>
    private static readonly FrozenSet<string> NotAsItIs = FrozenSet.Create(
        "send.windowClosed", "send.fileMissing", "send.mediaRejected", "send.needsPhone", "send.noRecipient", "send.optedOut",
        "send.recipientBlocked", "send.recipientNotAllowed", "send.templateRejected");

    public static bool MayResend(string code) => !NotAsItIs.Contains(code);
}
