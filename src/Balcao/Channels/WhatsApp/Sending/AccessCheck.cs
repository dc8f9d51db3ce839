using Balcao.Numbers;
using Balcao.Platform;
using Balcao.WhatsApp.Client;

namespace Balcao.Channels.WhatsApp.Sending;

internal sealed partial class AccessCheck(CloudApiClient client, ILogger<AccessCheck> log) : IAccessCheck
{
    /// <summary>Somebody is waiting in front of a dialog.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(15);

    /// <summary>Meta's codes for a token that is none, is invalid or has expired (error codes, Dec 2025).</summary>
    private const int NoToken = 0, TokenInvalid = 190;

    public async Task<Refusal?> CheckAsync(string phoneNumberId, string accessToken, CancellationToken ct)
    {
        // Such a token cannot even be sent, which would look like trouble with the network.
        if (!accessToken.All(c => c is > ' ' and <= '~')) return NumberRefusals.TokenRefused;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Within);
        try
        {
            var result = await client.GetPhoneNumberAsync(new(phoneNumberId, accessToken), timeout.Token);
            var refusal = RefusalOf(result, phoneNumberId);
            if (refusal is not null) LogRefused(log, phoneNumberId, refusal.Code, result.Outcome, result.Error?.Code);
            return refusal;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            LogRefused(log, phoneNumberId, NumberRefusals.TokenNotChecked.Code, GraphOutcome.NotSent, null);
            return NumberRefusals.TokenNotChecked;
        }
    }

    internal static Refusal? RefusalOf(GraphResult<PhoneNumberState> result, string phoneNumberId)
    {
        // The id of another thing, an account for instance, is answered too, but it has no phone.
        if (result.IsSuccess) return result.Value is { DisplayPhoneNumber: not null } number && number.Id == phoneNumberId ? null : NumberRefusals.TokenWithoutAccess;
        return result.Error switch
        {
            { Code: NoToken or TokenInvalid } or { Code: null, HttpStatus: StatusCodes.Status401Unauthorized } => NumberRefusals.TokenRefused,
            // A permission is missing, or the number: for a token that may not see it, Meta says that it does not exist (100, subcode 33).
            { Class: GraphErrorClass.Auth or GraphErrorClass.Configuration or GraphErrorClass.Permanent } => NumberRefusals.TokenWithoutAccess,
            _ => NumberRefusals.TokenNotChecked,
        };
    }

    [LoggerMessage(4132, LogLevel.Warning, "A token for WhatsApp's number {PhoneNumberId} is not taken: {Reason} ({Outcome}, code {Code})")]
    private static partial void LogRefused(ILogger log, string phoneNumberId, string reason, GraphOutcome outcome, int? code);
}
