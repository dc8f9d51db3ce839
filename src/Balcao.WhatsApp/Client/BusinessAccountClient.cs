using System.Buffers;
using System.Text.Json;

namespace Balcao.WhatsApp.Client;

/// <summary>A WhatsApp business account and the token that manages it. ToString does not contain the token.</summary>
public sealed record AccountCredentials(string WabaId, string AccessToken)
{
    public override string ToString() => $"account {WabaId}";
}

/// <summary>
/// Calls about an account: its templates, its numbers and its webhook subscription, without which Meta sends no
/// webhooks.
/// </summary>
public sealed class BusinessAccountClient(HttpClient http, CloudApiOptions options)
{
    private const string TemplateFields =
        "id,name,language,category,status,components,quality_score,rejected_reason,parameter_format,previous_category";

    private const string NumberFields =
        "id,display_phone_number,verified_name,quality_rating,status,name_status,throughput,whatsapp_business_manager_messaging_limit";

    private readonly GraphConnection graph = new(http, options);

    /// <summary>
    /// Reads all templates, page by page. If one page fails the whole call fails, because missing templates would look
    /// like deleted ones.
    /// </summary>
    public Task<GraphResult<IReadOnlyList<TemplateDefinition>>> ListTemplatesAsync(AccountCredentials account, CancellationToken ct = default) =>
        ListAsync(account, $"message_templates?fields={TemplateFields}&limit=100", TemplateDefinition.Read, ct);

    public Task<GraphResult<IReadOnlyList<PhoneNumberState>>> ListPhoneNumbersAsync(AccountCredentials account, CancellationToken ct = default) =>
        ListAsync(account, $"phone_numbers?fields={NumberFields}&limit=100", PhoneNumberState.Read, ct);

    /// <summary>Submits a template for review; Meta may assign another category.</summary>
    public Task<GraphResult<SubmittedTemplate>> SubmitTemplateAsync(AccountCredentials account, TemplateSubmission template, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(template);
        return graph.ExchangeAsync(
            HttpMethod.Post, $"{GraphConnection.Escaped(account.WabaId)}/message_templates", account.AccessToken,
            GraphConnection.JsonBody(template.ToJson()), SubmittedTemplate.Read, ct);
    }

    /// <summary>
    /// Deletes one language of a template, or all languages without <paramref name="templateId"/>. The name of an
    /// approved template is then blocked for 30 days.
    /// </summary>
    public Task<GraphResult<GraphConfirmation>> DeleteTemplateAsync(
        AccountCredentials account, string name, string? templateId = null, CancellationToken ct = default)
    {
        var path = $"{GraphConnection.Escaped(account.WabaId)}/message_templates?name={GraphConnection.Escaped(name)}";
        if (templateId is not null)
            path += $"&hsm_id={GraphConnection.Escaped(templateId)}";
        return graph.ExchangeAsync(HttpMethod.Delete, path, account.AccessToken, null, GraphConfirmation.Read, ct);
    }

    /// <summary>Subscribes the token's app to the account's webhooks.</summary>
    public Task<GraphResult<GraphConfirmation>> SubscribeAsync(AccountCredentials account, CancellationToken ct = default) => graph.ExchangeAsync(
        HttpMethod.Post, $"{GraphConnection.Escaped(account.WabaId)}/subscribed_apps", account.AccessToken,
        GraphConnection.JsonBody("{}"u8.ToArray()), GraphConfirmation.Read, ct);

    private async Task<GraphResult<IReadOnlyList<T>>> ListAsync<T>(
        AccountCredentials account, string query, Func<JsonElement, T> read, CancellationToken ct) where T : class
    {
        var all = new List<T>();
        var seen = new HashSet<string>();
        string? after = null;
        do
        {
            var path = $"{GraphConnection.Escaped(account.WabaId)}/{query}" + (after is null ? "" : $"&after={GraphConnection.Escaped(after)}");
            var result = await graph.ExchangeAsync(HttpMethod.Get, path, account.AccessToken, null, json => ReadPage(json, read), ct);
            if (!result.IsSuccess)
                return result.As<IReadOnlyList<T>>();
            all.AddRange(result.Value.Items);
            after = result.Value.After;
        }
        // A repeated cursor would make this loop endless.
        while (after is not null && seen.Add(after));
        return GraphResult.Success<IReadOnlyList<T>>(all);
    }

    private static Page<T>? ReadPage<T>(JsonElement json, Func<JsonElement, T> read) where T : class
    {
        if (!json.TryMember("data"u8, out var data) || data.ValueKind is not JsonValueKind.Array)
            return null;
        // The last page has cursors too; only "next" indicates another page.
        var hasMore = json.TryMember("paging"u8, out var paging) && paging.Text("next"u8) is not null;
        var after = hasMore && paging.TryMember("cursors"u8, out var cursors) ? cursors.Text("after"u8) : null;
        return new(json.List("data"u8, read), after);
    }

    private sealed record Page<T>(IReadOnlyList<T> Items, string? After);
}

/// <summary>A template as Meta returns it.</summary>
public sealed record TemplateDefinition
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    public string? Language { get; init; }
    /// <summary>MARKETING, UTILITY or AUTHENTICATION.</summary>
    public string? Category { get; init; }
    public string? PreviousCategory { get; init; }
    /// <summary>Only APPROVED can be sent.</summary>
    public string? Status { get; init; }
    /// <summary>GREEN, YELLOW, RED or UNKNOWN.</summary>
    public string? QualityScore { get; init; }
    public string? RejectedReason { get; init; }
    /// <summary>"POSITIONAL" or "NAMED".</summary>
    public string? ParameterFormat { get; init; }
    /// <summary>JSON array as received.</summary>
    public string? ComponentsJson { get; init; }

    internal static TemplateDefinition Read(JsonElement json) => new()
    {
        Id = json.Text("id"u8),
        Name = json.Text("name"u8),
        Language = json.Text("language"u8),
        Category = json.Text("category"u8),
        PreviousCategory = json.Text("previous_category"u8),
        Status = json.Text("status"u8),
        QualityScore = json.TryMember("quality_score"u8, out var quality) ? quality.Text("score"u8) ?? json.Text("quality_score"u8) : null,
        RejectedReason = json.Text("rejected_reason"u8) is { } reason and not "NONE" ? reason : null,
        ParameterFormat = json.Text("parameter_format"u8),
        ComponentsJson = json.Raw("components"u8),
    };
}

/// <summary>A template to submit; the components are a JSON array in Meta's format.</summary>
public sealed record TemplateSubmission
{
    public required string Name { get; init; }
    public required string Language { get; init; }
    public required string Category { get; init; }
    public required string ComponentsJson { get; init; }
    public bool HasNamedParameters { get; init; }

    internal ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("name"u8, Name);
            json.WriteString("language"u8, Language);
            json.WriteString("category"u8, Category);
            if (HasNamedParameters)
                json.WriteString("parameter_format"u8, "named"u8);
            json.WritePropertyName("components"u8);
            json.WriteRawValue(ComponentsJson);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}

public sealed record SubmittedTemplate
{
    public required string Id { get; init; }
    /// <summary>PENDING, APPROVED or REJECTED.</summary>
    public string? Status { get; init; }
    /// <summary>May differ from the requested category.</summary>
    public string? Category { get; init; }

    internal static SubmittedTemplate? Read(JsonElement json) => json.Text("id"u8) is { Length: > 0 } id
        ? new() { Id = id, Status = json.Text("status"u8), Category = json.Text("category"u8) }
        : null;
}

public sealed record PhoneNumberState
{
    public string? Id { get; init; }
    public string? DisplayPhoneNumber { get; init; }
    public string? VerifiedName { get; init; }
    /// <summary>GREEN, YELLOW, RED or UNKNOWN.</summary>
    public string? QualityRating { get; init; }
    /// <summary>CONNECTED, PENDING, DISCONNECTED, FLAGGED, RESTRICTED, BANNED, …</summary>
    public string? Status { get; init; }
    public string? NameStatus { get; init; }
    /// <summary>STANDARD (80 messages a second), HIGH (1000) or NOT_APPLICABLE.</summary>
    public string? ThroughputLevel { get; init; }
    /// <summary>TIER_250, TIER_2K, …; the limit applies to the whole business portfolio.</summary>
    public string? MessagingLimit { get; init; }

    internal static PhoneNumberState Read(JsonElement json) => new()
    {
        Id = json.Text("id"u8),
        DisplayPhoneNumber = json.Text("display_phone_number"u8),
        VerifiedName = json.Text("verified_name"u8),
        QualityRating = json.Text("quality_rating"u8),
        Status = json.Text("status"u8),
        NameStatus = json.Text("name_status"u8),
        ThroughputLevel = json.TryMember("throughput"u8, out var throughput) ? throughput.Text("level"u8) : null,
        MessagingLimit = json.Text("whatsapp_business_manager_messaging_limit"u8),
    };
}
