using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Tenancy;

namespace Balcao.Conversations;

/// <summary>Whether a free-form message may be sent: checked when it is written, and again when it is sent.</summary>
public static class SendRules
{
    public static Refusal? Check(Tenant tenant, Channel channel, ContractState contract, Conversation conversation, DateTimeOffset now)
    {
        if (tenant.IsSuspended) return SendRefusals.TenantSuspended;
        if (channel.Status is not NumberStatus.Active) return SendRefusals.NumberSuspended;
        if (contract.CheckMaySend(now) is { } refusal) return refusal;
        if (!channel.HasWindow) return null;
        if (conversation.WindowEndsAt is not { } endsAt) return SendRefusals.WindowNeverOpened;
        return conversation.CanReplyFreely(now) ? null : SendRefusals.WindowClosed.With(LocalTimes.InZone(endsAt, tenant.TimeZone));
    }

    /// <summary>The failure code of a cancelled message: it has failed like others, so that it can be sent again.</summary>
    public const string Cancelled = "send.cancelled";

    /// <summary>The failure code of a message that was allowed when written but is not when sent.</summary>
    public static string FailureCode(Refusal refusal) => refusal.Code switch
    {
        "window.closed" or "window.neverOpened" => "send.windowClosed",
        _ => "send.suspended",
    };
}
