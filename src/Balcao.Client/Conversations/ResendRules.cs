using System.Collections.Frozen;

namespace Balcao.Client.Conversations;

/// <summary>Which failed messages an agent can resend. The server's text explains the failure; the button resends.</summary>
public static class ResendRules
{
    /// <summary>
    /// Failures that a resend would repeat: something else must change first, or another message must be written.
    /// </summary>
    private static readonly FrozenSet<string> NotAsItIs = FrozenSet.Create(
        "send.windowClosed", "send.fileMissing", "send.mediaRejected", "send.needsPhone", "send.noRecipient", "send.optedOut",
        "send.recipientBlocked", "send.recipientNotAllowed", "send.templateRejected");

    public static bool MayResend(string code) => !NotAsItIs.Contains(code);
}
