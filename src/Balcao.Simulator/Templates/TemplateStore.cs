using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Balcao.Simulator.Webhooks;

namespace Balcao.Simulator.Templates;

/// <summary>The templates of all accounts, their review, and the webhooks their changes cause.</summary>
public sealed class TemplateStore
{
    readonly ConcurrentDictionary<string, TemplateDefinition> byId = new();
    readonly ConcurrentDictionary<(string Account, string Name, string Language), string> byName = new();
    readonly ConcurrentDictionary<(string Account, string Name), DateTimeOffset> deletedApproved = new();
    readonly Lock gate = new();
    readonly WebhookDeliveries deliveries;
    readonly SimulatorOptions options;
    readonly TimeProvider time;
    readonly CancellationToken stopping;
    long last = 1_200_000_000_000_000;

    public TemplateStore(WebhookDeliveries deliveries, BusinessDirectory directory, SimulatorOptions options, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        (this.deliveries, this.options, this.time, stopping) = (deliveries, options, time, lifetime.ApplicationStopping);
        if (!options.Templates.Seeded) return;
        foreach (var account in directory.Accounts) SeededTemplates.AddTo(this, account.Id);
    }

    public event Action? Changed;

    public TemplateDefinition? Find(string id) => byId.GetValueOrDefault(id);

    public TemplateDefinition? Find(string accountId, string name, string language) => byName.TryGetValue((accountId, name, language), out var id) ? Find(id) : null;

    /// <summary>Newest first, as Meta lists them.</summary>
    public IReadOnlyList<TemplateDefinition> Of(string accountId) =>
        [.. byId.Values.Where(template => template.AccountId == accountId).OrderByDescending(template => template.Id, StringComparer.Ordinal)];

    public bool WasDeletedLately(string accountId, string name) =>
        deletedApproved.TryGetValue((accountId, name), out var at) && time.GetUtcNow() - at < TimeSpan.FromDays(30);

    /// <summary>Null when the name is taken in this language.</summary>
    public TemplateDefinition? Add(Func<string, TemplateDefinition> create)
    {
        var template = create(Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture));
        lock (gate)
        {
            if (!byName.TryAdd((template.AccountId, template.Name, template.Language), template.Id)) return null;
            byId[template.Id] = template;
        }
        Changed?.Invoke();
        return template;
    }

    public TemplateDefinition? Change(string id, Func<TemplateDefinition, TemplateDefinition> change)
    {
        TemplateDefinition after;
        lock (gate)
        {
            if (!byId.TryGetValue(id, out var before)) return null;
            byId[id] = after = change(before);
        }
        Changed?.Invoke();
        return after;
    }

    public void Remove(TemplateDefinition template)
    {
        lock (gate)
        {
            byId.TryRemove(template.Id, out _);
            byName.TryRemove((template.AccountId, template.Name, template.Language), out _);
            if (template.Status is "APPROVED") deletedApproved[(template.AccountId, template.Name)] = time.GetUtcNow();
        }
        Changed?.Invoke();
    }

    /// <summary>
    /// Approves the template after the configured delay, or rejects it if its name contains the configured text.
    /// </summary>
    public async Task ReviewAsync(string id)
    {
        try
        {
            if (options.Templates.ReviewAfter > TimeSpan.Zero) await Task.Delay(options.Templates.ReviewAfter, time, stopping);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        if (Find(id) is not { Status: "PENDING" } template) return;
        var rejected = template.Name.Contains(options.Templates.RejectedWhenNamed, StringComparison.Ordinal);
        SetStatus(id, rejected ? "REJECTED" : "APPROVED", rejected ? "INVALID_FORMAT" : "NONE");
    }

    /// <summary>Changes the status and sends its webhook; PAUSED and DISABLED include the reasons that Meta gives.</summary>
    public TemplateDefinition? SetStatus(string id, string status, string reason = "NONE")
    {
        var before = Find(id);
        if (Change(id, template => template with { Status = status, RejectedReason = status is "REJECTED" ? reason : "NONE" }) is not { } after) return null;
        var value = Named(after);
        value["event"] = before is { Status: "PAUSED" } && status is "APPROVED" ? "REINSTATED" : status;
        value["reason"] = reason;
        value["message_template_category"] = after.Category;
        if (status is "PAUSED") value["other_info"] = new JsonObject { ["title"] = "FIRST_PAUSE", ["description"] = "Your WhatsApp message template has been paused for 3 hours until its quality improves." };
        if (status is "DISABLED") value["disable_info"] = new JsonObject { ["disable_date"] = time.GetUtcNow().ToUnixTimeSeconds() };
        if (status is "REJECTED") value["rejection_info"] = new JsonObject { ["reason"] = "The variables or the format do not follow the guidelines.", ["recommendation"] = "Correct the template and send it again." };
        Tell(after, "message_template_status_update", value);
        return after;
    }

    public TemplateDefinition? SetQuality(string id, string quality)
    {
        if (Find(id) is not { } before || Change(id, template => template with { Quality = quality }) is not { } after) return null;
        var value = Named(after);
        value["previous_quality_score"] = before.Quality;
        value["new_quality_score"] = quality;
        Tell(after, "message_template_quality_update", value);
        return after;
    }

    public TemplateDefinition? SetCategory(string id, string category)
    {
        if (Find(id) is not { } before || Change(id, template => template with { Category = category, PreviousCategory = template.Category }) is not { } after) return null;
        var value = Named(after);
        value["previous_category"] = before.Category;
        value["new_category"] = category;
        Tell(after, "template_category_update", value);
        return after;
    }

    static JsonObject Named(TemplateDefinition template) => new()
    {
        // An integer in webhooks, a string in the API.
        ["message_template_id"] = long.Parse(template.Id, CultureInfo.InvariantCulture),
        ["message_template_name"] = template.Name,
        ["message_template_language"] = template.Language,
    };

    void Tell(TemplateDefinition template, string field, JsonObject value) =>
        _ = deliveries.Send(template.AccountId, null, field, value, "template " + template.Id, field + " " + template.Status.ToLowerInvariant());
}
