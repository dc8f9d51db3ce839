using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Balcao.Simulator.Webhooks;

/// <summary>A callback and the token it was verified with.</summary>
public sealed record Callback(Uri Url, string VerifyToken);

/// <summary>Outcome of the GET handshake; <see cref="Error"/> null means verified.</summary>
public sealed record Verification(Uri Url, int? StatusCode, string? Body, string? Error);

/// <summary>
/// Where webhooks are sent: to the callback of the number, otherwise of the account, otherwise of the app. Overrides
/// apply only to message fields.
/// </summary>
public sealed class WebhookCallbacks
{
    readonly ConcurrentDictionary<string, Callback> overrides = new();
    readonly ConcurrentDictionary<string, bool> subscribed;
    readonly WebhookSender sender;
    volatile Callback app;

    public WebhookCallbacks(SimulatorOptions options, BusinessDirectory directory, WebhookSender sender)
    {
        this.sender = sender;
        app = new Callback(new Uri(options.Webhook.Url), options.Webhook.VerifyToken);
        subscribed = new(directory.Accounts.Select(account => KeyValuePair.Create(account.Id, account.Subscribed)));
    }

    public Callback App
    {
        get => app;
        set => app = value;
    }

    public Callback? Override(string accountOrNumberId) => overrides.GetValueOrDefault(accountOrNumberId);

    public void SetOverride(string accountOrNumberId, Callback? callback)
    {
        if (callback is null) overrides.TryRemove(accountOrNumberId, out _);
        else overrides[accountOrNumberId] = callback;
    }

    public bool IsSubscribed(string accountId) => subscribed.GetValueOrDefault(accountId);

    public void Subscribe(string accountId, bool on) => subscribed[accountId] = on;

    /// <summary>Null if no app is subscribed to the account, so that no webhook is sent.</summary>
    public Uri? UrlFor(string accountId, string? numberId, string field)
    {
        if (!IsSubscribed(accountId)) return null;
        if (field is not ("messages" or "smb_message_echoes" or "standby" or "history")) return App.Url;
        return ((numberId is null ? null : Override(numberId)) ?? Override(accountId) ?? App).Url;
    }

    /// <summary>The handshake: the callback must answer 200 with exactly the challenge.</summary>
    public async Task<Verification> VerifyAsync(Callback callback, CancellationToken ct)
    {
        var challenge = RandomNumberGenerator.GetInt32(1_000_000_000, int.MaxValue).ToString("D", null);
        var query = $"hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={Uri.EscapeDataString(callback.VerifyToken)}";
        var url = new UriBuilder(callback.Url);
        url.Query = url.Query is { Length: > 1 } existing ? $"{existing[1..]}&{query}" : query;
        var answer = await sender.GetAsync(url.Uri, ct);
        if (answer.Error is not null) return answer;
        if (answer.StatusCode is not 200) return answer with { Error = $"Expected 200, got {answer.StatusCode}." };
        return answer.Body == challenge ? answer : answer with { Error = "The answer is not the challenge, exactly." };
    }
}
