using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>A change of a template. Meta writes the language as en-US in webhooks and as en_US in the API.</summary>
public abstract record TemplateChange : FieldChange
{
    public string? TemplateId { get; init; }
    public string? TemplateName { get; init; }
    public string? TemplateLanguage { get; init; }

    /// <summary>The language in the API's spelling, for matching.</summary>
    public string? ApiLanguage => TemplateLanguage?.Replace('-', '_');
}

public sealed record TemplateStatusChange : TemplateChange
{
    /// <summary>APPROVED, REJECTED, PENDING, PAUSED, DISABLED, FLAGGED, REINSTATED, PENDING_DELETION, …</summary>
    public string? Event { get; init; }
    public string? Category { get; init; }
    /// <summary>Why it was rejected; null when Meta says NONE.</summary>
    public string? Reason { get; init; }
    public string? DisableDate { get; init; }
    /// <summary>FIRST_PAUSE, SECOND_PAUSE, RATE_LIMITING_PAUSE, UNPAUSE, DISABLED.</summary>
    public string? PauseTitle { get; init; }
    public string? PauseDescription { get; init; }
    public string? RejectionReason { get; init; }
    public string? RejectionRecommendation { get; init; }

    internal static TemplateStatusChange Read(JsonElement json)
    {
        var other = json.TryMember("other_info"u8, out var foundOther) ? foundOther : default;
        var rejection = json.TryMember("rejection_info"u8, out var foundRejection) ? foundRejection : default;
        return new()
        {
            TemplateId = json.Text("message_template_id"u8),
            TemplateName = json.Text("message_template_name"u8),
            TemplateLanguage = json.Text("message_template_language"u8),
            Event = json.Text("event"u8),
            Category = json.Text("message_template_category"u8),
            Reason = json.Text("reason"u8) is { } reason and not "NONE" ? reason : null,
            DisableDate = json.TryMember("disable_info"u8, out var disable) ? disable.Text("disable_date"u8) : null,
            PauseTitle = other.Text("title"u8),
            PauseDescription = other.Text("description"u8),
            RejectionReason = rejection.Text("reason"u8),
            RejectionRecommendation = rejection.Text("recommendation"u8),
        };
    }
}

public sealed record TemplateQualityChange : TemplateChange
{
    /// <summary>GREEN, YELLOW, RED or UNKNOWN.</summary>
    public string? PreviousScore { get; init; }
    public string? NewScore { get; init; }

    internal static TemplateQualityChange Read(JsonElement json) => new()
    {
        TemplateId = json.Text("message_template_id"u8),
        TemplateName = json.Text("message_template_name"u8),
        TemplateLanguage = json.Text("message_template_language"u8),
        PreviousScore = json.Text("previous_quality_score"u8),
        NewScore = json.Text("new_quality_score"u8),
    };
}

/// <summary>The template's text changed: fetch it again.</summary>
public sealed record TemplateComponentsChange : TemplateChange
{
    public string? Title { get; init; }
    public string? Body { get; init; }
    public string? Footer { get; init; }
    /// <summary>JSON array as sent.</summary>
    public string? ButtonsJson { get; init; }

    internal static TemplateComponentsChange Read(JsonElement json) => new()
    {
        TemplateId = json.Text("message_template_id"u8),
        TemplateName = json.Text("message_template_name"u8),
        TemplateLanguage = json.Text("message_template_language"u8),
        Title = json.Text("message_template_title"u8),
        Body = json.Text("message_template_element"u8),
        Footer = json.Text("message_template_footer"u8),
        ButtonsJson = json.Raw("message_template_buttons"u8),
    };
}

/// <summary>
/// Meta announces the change one day ahead: then <see cref="NewCategory"/> is still the current category and
/// <see cref="CorrectCategory"/> the future one. After the change <see cref="PreviousCategory"/> is set instead.
/// </summary>
public sealed record TemplateCategoryChange : TemplateChange
{
    public string? PreviousCategory { get; init; }
    public string? NewCategory { get; init; }
    public string? CorrectCategory { get; init; }
    public DateTimeOffset? EffectiveAt { get; init; }

    public bool IsAnnouncement => CorrectCategory is not null;

    internal static TemplateCategoryChange Read(JsonElement json) => new()
    {
        TemplateId = json.Text("message_template_id"u8),
        TemplateName = json.Text("message_template_name"u8),
        TemplateLanguage = json.Text("message_template_language"u8),
        PreviousCategory = json.Text("previous_category"u8),
        NewCategory = json.Text("new_category"u8),
        CorrectCategory = json.Text("correct_category"u8),
        EffectiveAt = json.Instant("category_update_timestamp"u8),
    };
}
