using System.Security.Cryptography;
using System.Text;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>Stands for the id that WhatsApp gives to messages, but not to other updates.</summary>
internal static class UpdateDigest
{
    /// <summary>A repeated delivery has the same digest; all updates of one field of one account have different ones.</summary>
    public static string Of(WebhookUpdate update) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(update.DedupKey)));
}
