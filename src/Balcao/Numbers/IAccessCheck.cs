using Balcao.Platform;

namespace Balcao.Numbers;

/// <summary>Whether a token opens a number at WhatsApp. The channel implements it.</summary>
public interface IAccessCheck
{
    /// <summary>Asks WhatsApp for the number, which may take seconds: no transaction may be open.</summary>
    /// <param name="phoneNumberId">WhatsApp's id of the number.</param>
    /// <returns>Null: WhatsApp showed the number to the token. Otherwise one of <see cref="NumberRefusals"/>.</returns>
    Task<Refusal?> CheckAsync(string phoneNumberId, string accessToken, CancellationToken ct);
}
