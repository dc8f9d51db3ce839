using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// An error in a webhook: of a message, a status or a whole value. Callers decide by <see cref="Code"/> and
/// <see cref="Details"/>, not by the title.
/// </summary>
public sealed record WebhookError
{
    public int? Code { get; init; }
    public string? Title { get; init; }
    public string? Message { get; init; }
    public string? Details { get; init; }
    public string? Href { get; init; }

    internal static WebhookError Read(JsonElement json) => new()
    {
        Code = json.SmallInteger("code"u8),
        Title = json.Text("title"u8),
        Message = json.Text("message"u8),
        Details = json.TryMember("error_data"u8, out var more) ? more.Text("details"u8) : null,
        Href = json.Text("href"u8),
    };
}
