using System.Diagnostics.CodeAnalysis;

namespace Balcao.Simulator;

/// <summary>The accounts and numbers of businesses, and which token gives access to which account.</summary>
public sealed class BusinessDirectory(SimulatorOptions options)
{
    public IReadOnlyList<BusinessAccount> Accounts { get; } = options.AccountsOrDemo;

    public IEnumerable<BusinessNumber> Numbers => Accounts.SelectMany(account => account.Numbers);

    public BusinessAccount? Account(string id) => Accounts.FirstOrDefault(account => account.Id == id);

    public BusinessNumber? Number(string id) => Numbers.FirstOrDefault(number => number.Id == id);

    public BusinessAccount AccountOf(BusinessNumber number) => Accounts.First(account => account.Numbers.Contains(number));

    public bool IsToken(string? token) => token is not null
        && (token == options.AccessToken || token == AppToken || Accounts.Any(account => account.AccessToken == token));

    public bool Opens(string? token, BusinessAccount account) => token == (account.AccessToken ?? options.AccessToken);

    public bool IsAppToken(string? token) => token == AppToken;

    public bool TryNumber(string id, [NotNullWhen(true)] out BusinessNumber? number, [NotNullWhen(true)] out BusinessAccount? account)
    {
        number = Number(id);
        account = number is null ? null : AccountOf(number);
        return number is not null && account is not null;
    }

    string AppToken => $"{options.AppId}|{options.AppSecret}";
}
