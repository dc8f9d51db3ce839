using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// The value of a webhook field other than messages, as far as its shape is known; fields without a record here
/// (calls, groups, payments, partner solutions, …) are kept raw.
/// </summary>
public abstract record FieldChange
{
    internal static FieldChange? Read(string field, JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.Object)
            return null;
        return field switch
        {
            WebhookFields.TemplateStatus => TemplateStatusChange.Read(value),
            WebhookFields.TemplateQuality => TemplateQualityChange.Read(value),
            WebhookFields.TemplateComponents => TemplateComponentsChange.Read(value),
            WebhookFields.TemplateCategory => TemplateCategoryChange.Read(value),
            WebhookFields.PhoneNumberQuality => PhoneNumberQualityChange.Read(value),
            WebhookFields.PhoneNumberName => PhoneNumberNameChange.Read(value),
            WebhookFields.Account => AccountChange.Read(value),
            WebhookFields.AccountAlerts => AccountAlert.Read(value),
            WebhookFields.AccountReview => AccountReviewChange.Read(value),
            WebhookFields.BusinessCapability => BusinessCapabilityChange.Read(value),
            WebhookFields.BusinessUsernames => BusinessUsernameChange.Read(value),
            WebhookFields.Security => SecurityChange.Read(value),
            WebhookFields.Flows => FlowChange.Read(value),
            WebhookFields.UserPreferences => value.First("user_preferences"u8, UserPreferenceChange.Read),
            WebhookFields.UserIds => value.First("user_id_update"u8, UserIdChange.Read),
            WebhookFields.Handovers => HandoverChange.Read(value),
            WebhookFields.PhoneAppContacts => value.First("state_sync"u8, PhoneAppContactChange.Read),
            _ => null,
        };
    }
}
